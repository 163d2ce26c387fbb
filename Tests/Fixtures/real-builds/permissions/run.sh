#!/bin/sh
echo ran; /opt/tools/a.sh; stat -c "%a %n" /usr/local/bin/run.sh /opt/tools /opt/tools/a.sh
