source ./greeting.sh

greet Ada
