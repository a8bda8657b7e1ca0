import { spawn } from 'node:child_process'
import { ROOT } from './paths.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a command to its end with our own terminal, handing on the signals that end us.
 * @returns {Promise<number>} its exit code (1 when a signal ended it)
 */
export function run(command, args, { env = process.env, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio })
    const pass = (signal) => child.kill(signal)
    for (const signal of SIGNALS) process.on(signal, pass)
    child.once('error', reject)
    child.once('exit', (code) => {
      for (const signal of SIGNALS) process.off(signal, pass)
      resolve(code ?? 1)
    })
  })
}

/** Like run, but a failure is an error. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options)
  if (code !== 0) throw new Error(`${args[0] ?? command} failed with exit code ${code}`)
}

/**
 * A program that is kept running: started again a second after it dies.
 *
 * It gets a process group of its own, or Ctrl-C in the terminal would reach it at the same instant as everything
 * else and nothing could be stopped in order. The IPC channel tells it when we die without a word: it then ends too.
 * @param {(deaths: number) => void} onDeath told each time it ends unasked
 */
export function keepRunning(command, args, { env, onDeath = () => {} }) {
  let child
  let again
  let deaths = 0
  let stopping = false
  const start = () => {
    child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true })
    child.once('error', () => {})
    child.once('exit', () => {
      if (stopping) return
      deaths += 1
      onDeath(deaths)
      again = setTimeout(start, 1000)
    })
  }
  start()
  return {
    /** Asks it to end, waits, and after the patience kills it with all its children. */
    stop: (patienceMs) => {
      stopping = true
      clearTimeout(again)
      return new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null || !child.pid) return resolve()
        const kill = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), patienceMs)
        child.once('exit', () => {
          clearTimeout(kill)
          resolve()
        })
        child.kill('SIGTERM')
      })
    },
  }
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** Calls the handler once, for the first signal that asks us to end. */
export function onStopSignal(handler) {
  let called = false
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (called) return
      called = true
      handler()
    })
  }
}
