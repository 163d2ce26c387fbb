import os, pwd
print(pwd.getpwuid(os.getuid()).pw_name)
open("state.txt", "w").write("kept")
print(open("state.txt").read())
