import { useSignal } from '@preact/signals'
import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from 'preact'

/** The code's share of the width, in percent. */
const USUAL = 53
const LEAST = 20
const MOST = 80
const STEP = 2

/** Between the code and its output: drag it, or move it with the arrow keys; a double click resets it. */
export function Divider(): JSX.Element {
  const share = useSignal(USUAL)
  const move = (divider: HTMLElement, to: number): void => {
    share.value = Math.min(MOST, Math.max(LEAST, Math.round(to)))
    divider.parentElement?.style.setProperty('--code-share', `${share.value}%`)
  }
  const drag = ({ currentTarget, pointerId, clientX }: TargetedPointerEvent<HTMLElement>): void => {
    const panes = currentTarget.parentElement?.getBoundingClientRect()
    if (panes === undefined || !currentTarget.hasPointerCapture(pointerId)) return
    move(currentTarget, ((clientX - panes.left) / panes.width) * 100)
  }
  const press = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const to = { ArrowLeft: share.value - STEP, ArrowRight: share.value + STEP, Home: LEAST, End: MOST }[event.key]
    if (to === undefined) return
    event.preventDefault()
    move(event.currentTarget, to)
  }
  return (
    <div
      class="divider"
      role="separator"
      aria-label="Width of the code"
      aria-orientation="vertical"
      aria-valuenow={share.value}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
      onDblClick={(event) => move(event.currentTarget, USUAL)}
    />
  )
}
