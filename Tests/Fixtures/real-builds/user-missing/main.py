import os
print("started in", os.getcwd())
print("may write", os.access("/app/data", os.W_OK))
