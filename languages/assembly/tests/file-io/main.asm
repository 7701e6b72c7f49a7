global main
extern fopen, fputs, rewind, fgets, puts

section .data
path: db "note.txt", 0
mode: db "w+", 0
text: db "written and read", 0

section .bss
line: resb 40

section .text
main:
    push    rbx
    mov     rdi, path
    mov     rsi, mode
    call    fopen
    mov     rbx, rax
    mov     rdi, text
    mov     rsi, rbx
    call    fputs
    mov     rdi, rbx
    call    rewind
    mov     rdi, line
    mov     esi, 40
    mov     rdx, rbx
    call    fgets
    mov     rdi, rax
    call    puts
    pop     rbx
    xor     eax, eax
    ret
