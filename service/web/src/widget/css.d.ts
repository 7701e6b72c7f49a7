/** A style sheet as text, from the widget's build. */
declare module '*.css' {
  const text: string
  export = text
}
