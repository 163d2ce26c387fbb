console.log(require("greet")(), process.getuid(), process.env.NODE_ENV);
