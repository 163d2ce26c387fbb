import click, os
print("click", click.__name__, sorted(f for f in os.listdir(".") if f.endswith(".py")), os.getcwd())
