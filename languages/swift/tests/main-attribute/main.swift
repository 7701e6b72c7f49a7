@main
struct Program {
    static func main() {
        print("from a type")
    }
}
