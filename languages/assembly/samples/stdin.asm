global main
extern printf, scanf

section .data
ask_name:   db "What is your name? ", 0
ask_number: db "Pick a number: ", 0
read_name:  db "%63s", 0
read_int:   db "%d", 0
answer:     db "Hello, %s! %d squared is %d.", 10, 0

section .bss
name:       resb 64
number:     resd 1

section .text
main:
    push    rbx                 ; aligns the stack for the calls

    mov     rdi, ask_name
    xor     eax, eax
    call    printf
    mov     rdi, read_name
    mov     rsi, name
    xor     eax, eax
    call    scanf

    mov     rdi, ask_number
    xor     eax, eax
    call    printf
    mov     rdi, read_int
    mov     rsi, number
    xor     eax, eax
    call    scanf

    mov     rdi, answer
    mov     rsi, name
    mov     edx, [number]
    mov     ecx, edx
    imul    ecx, edx
    xor     eax, eax
    call    printf

    pop     rbx
    xor     eax, eax
    ret
