// OpenCode's hook: carries one event to the gate and obeys the gate's answer. Loaded by OpenCode itself, with options
// { socket, owner, deadline, keep }.
//
// Law: a tool runs only after a whole, checked answer that allows it; anything else throws, and OpenCode then runs
// nothing. It decides nothing. After a tool there is nothing left to stop, so there every failure is passed over.
//
// `core/wire/frame.py` and `core/wire/hooks/envelope.py` define the formats; tests hold this file to them and to the list
// of kept variables. Standard modules only.

import { createHash } from "node:crypto"
import fs from "node:fs"
import net from "node:net"
import path from "node:path"

const KEPT = [
  "PATH", "SHELL", "LANG", "LANGUAGE", "TERM", "COLORTERM", "TZ", "TMPDIR", "VIRTUAL_ENV", "CONDA_PREFIX",
  "JAVA_HOME", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "NVM_DIR", "NODE_ENV", "CI", "NO_COLOR",
  "FORCE_COLOR", "COLUMNS", "LINES", "SSH_AUTH_SOCK",
  "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_SESSION_ID", "XDG_SESSION_TYPE",
]
const KEPT_PREFIX = "LC_"
const MAX_BYTES = 1048576

class Refused extends Error {}

function request(payload, keep) {
  const kept = (name) => KEPT.includes(name) || name.startsWith(KEPT_PREFIX) || keep.includes(name)
  const pairs = Object.entries(process.env).filter(([name]) => kept(name))
  const variables = Buffer.from(pairs.map(([name, value]) => `${name}=${value}\0`).join(""), "utf8")
  const body = Buffer.from(JSON.stringify(payload), "utf8")
  const head = Buffer.from(`mayact-hook/1 opencode ${variables.length} ${body.length}\n`, "ascii")
  const whole = Buffer.concat([head, variables, body])
  if (whole.length > MAX_BYTES) throw new Refused("the tool call is larger than the gate reads")
  return whole
}

function framed(body) {
  const digest = createHash("sha256").update(body).digest("hex")
  return Buffer.concat([Buffer.from(`mayact/1 ${body.length} ${digest}\n`, "ascii"), body])
}

/** The body of exactly one frame. Throws for anything else. */
function unframed(raw) {
  const feed = raw.indexOf(10)
  const words = raw.subarray(0, Math.max(feed, 0)).toString("latin1").split(" ")
  if (feed < 0 || words.length !== 3 || words[0] !== "mayact/1") throw new Refused("the reply is not a mayact/1 frame")
  const body = raw.subarray(feed + 1)
  const digest = createHash("sha256").update(body).digest("hex")
  if (words[1] !== String(body.length) || words[2] !== digest) throw new Refused("the reply is cut or altered")
  return body
}

/** Exit code, standard output and standard error of a reply. Throws for anything else. */
function parts(body) {
  const feed = body.indexOf(10)
  const words = body.subarray(0, Math.max(feed, 0)).toString("latin1").split(" ")
  const numbers = words.slice(1).map((word) => (/^(0|[1-9][0-9]{0,7})$/.test(word) ? Number(word) : NaN))
  const rest = body.subarray(feed + 1)
  if (feed < 0 || words[0] !== "mayact-hook/1" || numbers.length !== 3 || numbers.some(Number.isNaN)) {
    throw new Refused("the gate refused: " + body.subarray(0, 200).toString("latin1"))
  }
  const [code, out, err] = numbers
  if (code > 255 || rest.length !== out + err) throw new Refused("the reply has another length than it says")
  return { code, out: rest.subarray(0, out).toString("utf8"), err: rest.subarray(out).toString("utf8") }
}

/** Everything that was sent until the gate closed. Rejects past the deadline, and when whoever listens is not trusted. */
function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const held = fs.openSync(path.dirname(options.socket), fs.constants.O_RDONLY | fs.constants.O_DIRECTORY)
    let connection
    const timer = setTimeout(() => end(reject, new Refused("the gate did not answer in time")), options.deadline * 1000)
    const end = (settle, value) => {
      clearTimeout(timer)
      connection?.destroy()
      try {
        fs.closeSync(held)
      } catch {
        // closed before: `end` runs for the first event that settles, and for those behind it
      }
      settle(value)
    }
    try {
      const found = fs.fstatSync(held)
      if (![0, options.owner].includes(found.uid) || found.mode & 0o022) {
        throw new Refused("the directory of the gate's socket is not the gate's own")
      }
      const chunks = []
      let size = 0
      connection = net.createConnection(`/proc/self/fd/${held}/${path.basename(options.socket)}`)
      connection.on("connect", () => connection.write(framed(body)))
      connection.on("data", (chunk) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > MAX_BYTES + 100) end(reject, new Refused("the reply is too long"))
      })
      connection.on("end", () => end(resolve, Buffer.concat(chunks)))
      connection.on("error", (error) => end(chunks.length ? resolve : reject, chunks.length ? Buffer.concat(chunks) : error))
    } catch (error) {
      end(reject, error)
    }
  })
}

async function ask(options, payload) {
  return parts(unframed(await exchange(options, request(payload, options.keep))))
}

function checked(options) {
  const { socket, owner, deadline, keep } = options ?? {}
  const whole =
    typeof socket === "string" && Number.isInteger(owner) && deadline > 0 && Array.isArray(keep)
  if (!whole) throw new Refused("the plugin has no options: see `mayact hook`")
  return { socket, owner, deadline, keep }
}

async function before(options, payload, output) {
  let answer
  try {
    answer = await ask(checked(options), payload)
  } catch (error) {
    throw new Error(`mayact: no answer from the gate, so nothing runs: ${String(error?.message ?? error).slice(0, 300)}`)
  }
  if (answer.code !== 0) throw new Error(answer.err.trim() || "mayact: denied")
  let said
  try {
    said = JSON.parse(answer.out)
  } catch {
    said = undefined
  }
  if (said === null || typeof said !== "object" || Array.isArray(said)) {
    throw new Error("mayact: no answer from the gate, so nothing runs: it said no yes")
  }
  if ("args" in said) {
    for (const name of Object.keys(output.args)) delete output.args[name]
    Object.assign(output.args, said.args)
  }
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
      await before(options, { ...common("tool.execute.before", input), args: output.args }, output)
    },
    "tool.execute.after": async (input, output) => {
      const exit = output?.metadata?.exit
      const ended = Number.isInteger(exit) ? { exit } : {}
      try {
        await ask(checked(options), { ...common("tool.execute.after", input), ...ended })
      } catch {
        // nothing is left to stop; the gate's sweep closes the permit as unknown
      }
    },
  }
}

export default { id: "mayact", server }
