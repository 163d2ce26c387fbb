import Commands

Invocation.run()
