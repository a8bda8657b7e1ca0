'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/**
 * A dialog that the server opened by its address. Without JavaScript it simply lies over the page; with it the browser
 * keeps the focus inside, and Escape goes back to the page behind.
 */
export function Modal({
  labelledBy,
  closeHref,
  children,
}: {
  labelledBy: string
  closeHref: string
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (!element || element.matches(':modal')) return
    element.close()
    element.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      open
      className="dialog dialog--page"
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault()
        window.location.assign(closeHref)
      }}
    >
      {children}
    </dialog>
  )
}
