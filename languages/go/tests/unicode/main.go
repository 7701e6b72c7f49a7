package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	größe := "Grüße, 世界 🎉"
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Printf("%s: %s", größe, line)
}
