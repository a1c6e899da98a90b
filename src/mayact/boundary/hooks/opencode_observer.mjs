// OpenCode's observer: tells one event to the script that tells it to the gate. Loaded by OpenCode itself, with options
// { command, seconds }.
//
// Law: it stands in nobody's way. Nothing it does throws, changes a call or waits longer than `seconds`; whatever goes
// wrong is passed over. It holds nothing of the plugin that guards, so that neither can become the other.

import { spawn } from "node:child_process"

const SECONDS = 2

function tell(options, payload) {
  return new Promise((resolve) => {
    const { command, seconds } = options ?? {}
    const timer = setTimeout(resolve, (seconds > 0 && seconds <= SECONDS ? seconds : SECONDS) * 1000)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    try {
      const child = spawn(command[0], command.slice(1), { stdio: ["pipe", "ignore", "ignore"] })
      child.on("error", done)
      child.on("exit", done)
      child.stdin.on("error", done)
      child.stdin.end(JSON.stringify(payload))
    } catch {
      done()
    }
  })
}

const server = async ({ directory }, options) => {
  const parents = new Map()
  const agents = new Map()
  const common = (event, input) => ({
    event,
    tool: input.tool,
    sessionID: input.sessionID,
    callID: input.callID,
    directory,
    parentID: parents.get(input.sessionID) ?? "",
    agent: agents.get(input.sessionID) ?? "",
  })
  return {
    event: async ({ event }) => {
      const info = event?.type === "session.created" ? event.properties?.info : undefined
      if (info?.parentID) parents.set(info.id, info.parentID)
    },
    "chat.params": async (input) => {
      agents.set(input.sessionID, typeof input.agent === "string" ? input.agent : String(input.agent?.name ?? ""))
    },
    "tool.execute.before": async (input, output) => {
      await tell(options, { ...common("tool.execute.before", input), args: output.args })
    },
    "tool.execute.after": async (input, output) => {
      const exit = output?.metadata?.exit
      await tell(options, { ...common("tool.execute.after", input), ...(Number.isInteger(exit) ? { exit } : {}) })
    },
  }
}

export default { id: "mayact-observer", server }
