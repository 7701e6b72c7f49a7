global main
extern printf, scanf

section .data
read_int: db "%d", 0
format:   db "%d", 10, 0

section .bss
number:   resd 1

section .text
main:
    push    rbx
    xor     ebx, ebx
.next:
    mov     rdi, read_int
    mov     rsi, number
    xor     eax, eax
    call    scanf
    cmp     eax, 1
    jne     .done
    add     ebx, [number]
    jmp     .next
.done:
    mov     rdi, format
    mov     esi, ebx
    xor     eax, eax
    call    printf
    pop     rbx
    xor     eax, eax
    ret
