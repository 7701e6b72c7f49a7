/** A style sheet as text: the widget's build brings it. */
declare module '*.css' {
  const text: string
  export = text
}
