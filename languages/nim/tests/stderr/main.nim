echo "to stdout"
stderr.writeLine "to stderr"
