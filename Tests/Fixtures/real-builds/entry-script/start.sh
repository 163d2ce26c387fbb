#!/bin/sh
echo "started with $# words"
exit 4
