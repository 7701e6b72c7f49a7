/** A filter's instructions, as struct sock_filter has them: `u16 code, u8 jt, u8 jf, u32 k` (linux/filter.h). */
export type Filter = readonly { code: number; jt: number; jf: number; k: number }[]

/** A call that a filter judges (struct seccomp_data in linux/seccomp.h). */
export interface Call {
  /** AUDIT_ARCH_… in linux/audit.h. */
  arch: number
  number: number
  args: readonly number[]
}

const INSTRUCTION_BYTES = 8
const DATA_BYTES = 64

export function parseFilter(bytes: Buffer): Filter {
  return Array.from({ length: bytes.length / INSTRUCTION_BYTES }, (_value, index) => {
    const at = index * INSTRUCTION_BYTES
    return {
      code: bytes.readUInt16LE(at),
      jt: bytes.readUInt8(at + 2),
      jf: bytes.readUInt8(at + 3),
      k: bytes.readUInt32LE(at + 4),
    }
  })
}

/** The filter's answer, SECCOMP_RET_… with its data, as the kernel would get it. Throws if the kernel would refuse it. */
export function judge(filter: Filter, call: Call): number {
  const data = dataOf(call)
  let loaded = 0
  for (let at = 0; ; at += 1) {
    const instruction = filter[at]
    if (instruction === undefined) throw new Error(`the filter has no instruction ${at}`)
    const { code, jt, jf, k } = instruction
    if (code === 0x20) loaded = data.readUInt32LE(k) // BPF_LD | BPF_W | BPF_ABS
    else if (code === 0x06) return k // BPF_RET | BPF_K
    else if (code === 0x15) at += loaded === k ? jt : jf // BPF_JMP | BPF_JEQ | BPF_K
    else if (code === 0x35) at += loaded >= k ? jt : jf // BPF_JMP | BPF_JGE | BPF_K
    else if (code === 0x45) at += (loaded & k) !== 0 ? jt : jf // BPF_JMP | BPF_JSET | BPF_K
    else throw new Error(`the filter has an unknown instruction ${code}`)
  }
}

function dataOf({ arch, number, args }: Call): Buffer {
  const data = Buffer.alloc(DATA_BYTES)
  data.writeUInt32LE(number, 0)
  data.writeUInt32LE(arch, 4)
  for (const [index, value] of args.entries()) data.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), 16 + index * 8)
  return data
}
