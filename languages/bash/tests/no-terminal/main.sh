clear
tput bold
echo plain
