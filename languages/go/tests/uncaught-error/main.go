package main

func main() {
	var numbers []int
	index := 3
	println(numbers[index])
}
