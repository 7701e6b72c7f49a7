package main

import "fmt"

func main() {
	kept := make([][]byte, 80)
	for i := range 2000 {
		block := make([]byte, 1<<20)
		for j := range block {
			block[j] = 1
		}
		kept[i%len(kept)] = block
	}
	fmt.Println("done")
}
