import { packagesStep } from './packages-step.mjs'

/** Compiles a native module of the VS Code in the tests; node-gyp, which npm brings, is a Python program. */
export const cppCompiler = packagesStep('C++ compiler', {
  usually: 20,
  brings: "a C++ compiler for the log module of the tests' VS Code",
  purpose: "The C++ compiler for the tests' VS Code",
  packages: { 'g++': ['g++'], make: ['make'], python3: ['python3'] },
})
