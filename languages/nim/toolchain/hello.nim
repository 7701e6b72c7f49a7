# Compiled when the image is built.
echo "Hello, world!"
