def parse(text) {
    throw new IllegalArgumentException("boom $text")
}

parse 'text'
