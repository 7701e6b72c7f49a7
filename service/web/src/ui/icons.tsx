import type { ComponentChildren, JSX } from 'preact'

/** Drawn on a 16 by 16 grid with lines of 1.5; they take the text's colour, and screen readers ignore them. */
function icon(children: ComponentChildren): () => JSX.Element {
  return () => (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

export const PlayIcon = icon(<path d="M4.5 2.8v10.4l8.5-5.2Z" fill="currentColor" />)
export const StopIcon = icon(<rect x="3.5" y="3.5" width="9" height="9" rx="1.5" fill="currentColor" />)
export const ChevronIcon = icon(<path d="m4 6 4 4 4-4" />)
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />)
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />)
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.500 10.500 3 3" />
  </>,
)
export const LinkIcon = icon(
  <>
    <path d="M6.500 9.500a2.800 2.800 0 0 0 4 0l2.200-2.200a2.800 2.800 0 0 0-4-4l-.9.9" />
    <path d="M9.500 6.500a2.800 2.800 0 0 0-4 0L3.300 8.700a2.800 2.800 0 0 0 4 4l.9-.9" />
  </>,
)
export const OpenIcon = icon(
  <path d="M9.500 2.500h4v4M13 3 7.500 8.500M11.500 9.500v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3" />,
)
export const HistoryIcon = icon(
  <>
    <path d="M2.500 8a5.500 5.500 0 1 0 1.700-4L2.500 5.500" />
    <path d="M2.500 2.500v3h3M8 5v3.200l2 1.300" />
  </>,
)
export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.800" />
    <path d="M8 1.500v1.200M8 13.300v1.200M1.500 8h1.200M13.300 8h1.200M3.400 3.400l.9.9M11.700 11.700l.9.9M3.400 12.600l.9-.9M11.700 4.300l.9-.9" />
  </>,
)
export const MoonIcon = icon(<path d="M13.500 9.500A5.800 5.800 0 0 1 6.500 2.500a5.800 5.800 0 1 0 7 7Z" />)
export const SystemIcon = icon(
  <>
    <rect x="2" y="2.500" width="12" height="8.500" rx="1.500" />
    <path d="M6 13.500h4" />
  </>,
)
export const KeyboardIcon = icon(
  <>
    <rect x="1.500" y="3.500" width="13" height="9" rx="1.500" />
    <path d="M4.500 6.500h.01M7 6.500h.01M9.500 6.500h.01M11.800 6.500h.01M5 9.700h6" />
  </>,
)
export const KeyIcon = icon(
  <>
    <circle cx="5.500" cy="10.500" r="3" />
    <path d="m7.700 8.300 5.800-5.800M11 5l2 2" />
  </>,
)
export const TrashIcon = icon(
  <path d="M2.500 4.500h11M6.500 4.500v-2h3v2M4 4.500l.7 9h6.600l.7-9M6.700 7v4M9.300 7v4" />,
)
export const CheckIcon = icon(<path d="m3 8.500 3.200 3.200L13 4.500" />)
export const BookIcon = icon(
  <path d="M8 4c-1.500-1.200-3.500-1.500-6-1.500v10c2.500 0 4.500.3 6 1.500 1.500-1.200 3.500-1.500 6-1.500v-10C11.500 2.500 9.500 2.800 8 4Zm0 0v10" />,
)

/** The product's logo: an open box of sand. */
export const BrandIcon = (): JSX.Element => (
  <svg class="brand-icon" viewBox="36 40 184 184" width="24" height="24" aria-hidden="true">
    <path d="M128 116 196 87 128 58 60 87Z" fill="var(--sand-light)" />
    <path d="M44 84 128 120V216L44 176Z" fill="var(--sand)" />
    <path d="M212 84 128 120V216L212 176Z" fill="var(--sand-dark)" />
  </svg>
)

export const MoreIcon = icon(<path d="M3.500 8h.01M8 8h.01M12.500 8h.01" stroke-width="2.200" />)
