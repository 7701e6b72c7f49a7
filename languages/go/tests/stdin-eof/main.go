package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

func main() {
	sum := 0
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		number, _ := strconv.Atoi(lines.Text())
		sum += number
	}
	fmt.Println(sum)
}
