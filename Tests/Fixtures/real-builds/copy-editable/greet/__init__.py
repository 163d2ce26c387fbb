import six


def main():
    print("greetings", six.PY3)
