global main
extern greet

section .data
name: db "Ada", 0

section .text
main:
    push    rbx
    mov     rdi, name
    call    greet
    pop     rbx
    xor     eax, eax
    ret
