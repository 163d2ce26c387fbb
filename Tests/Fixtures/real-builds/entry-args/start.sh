#!/bin/sh
echo "words: $*" "$MODE"
