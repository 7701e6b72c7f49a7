import './other.mjs'
