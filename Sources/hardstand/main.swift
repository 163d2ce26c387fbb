print("hardstand")
