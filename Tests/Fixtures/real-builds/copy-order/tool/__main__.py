import click, six
print("tool", six.PY3)
