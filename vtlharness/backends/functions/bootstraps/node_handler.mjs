// Runs a Node.js handler: takes events from Lambda's Runtime API, and posts results and errors.
//
// It is a program of its own and needs nothing but Node.js. It ends when the Runtime API is gone.

import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import util from 'node:util'

const RUNTIME = '/2018-06-01/runtime'
const env = process.env
const require = createRequire(import.meta.url)
const [hostname, port] = env.AWS_LAMBDA_RUNTIME_API.split(':')
const agent = new http.Agent({ keepAlive: true }) // an idle connection keeps no event loop alive

class InitError extends Error {
  constructor (kind, message) {
    super(message)
    this.name = `Runtime.${kind}`
  }
}

// --- The Runtime API

function ask (method, target, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const request = http.request({ hostname, port, agent, method, path: RUNTIME + target, headers: { ...headers, ...length } })
    request.on('error', reject)
    request.on('response', response => {
      const pieces = []
      response.on('data', piece => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () => resolve({ headers: response.headers, text: Buffer.concat(pieces).toString() }))
    })
    request.end(body)
  })
}

function gone () {
  process.exit(1)
}

async function post (target, body, headers) {
  await ask('POST', target, body, { 'Content-Type': 'application/json', ...headers }).catch(gone)
}

async function postError (target, error) {
  const told = asData(error)
  await post(target, JSON.stringify(told), { 'Lambda-Runtime-Function-Error-Type': encodeURI(told.errorType) })
}

// --- Errors

function isError (value) {
  return util.types.isNativeError(value) ||
    (value !== null && typeof value === 'object' && ['name', 'message', 'stack'].every(key => typeof value[key] === 'string'))
}

function asData (error) {
  try {
    if (!isError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
    const more = error.name === 'Runtime.UnhandledPromiseRejection' ? { reason: error.reason, promise: {} } : {}
    return { errorType: error.name, errorMessage: asOnTheService(String(error.message)), ...more, trace: asOnTheService(String(error.stack)).split('\n') }
  } catch {
    return { errorType: 'handled', errorMessage: 'the error cannot be told', trace: [] }
  }
}

// The paths that functions and the runtime have on the service, whatever computer this is.
function asOnTheService (text) {
  return text
    .replaceAll(env.LAMBDA_TASK_ROOT + path.sep, '/var/task/')
    .replaceAll(import.meta.url, 'file:///var/runtime/index.mjs')
    .replaceAll(fileURLToPath(import.meta.url), '/var/runtime/index.mjs')
}

function unhandled (reason) {
  const error = new InitError('UnhandledPromiseRejection', String(reason))
  error.reason = isError(reason) ? asData(reason) : reason
  if (isError(reason)) error.stack = `${error.name}: ${error.message}\n${String(reason.stack)}`
  return error
}

let errorTarget = '/init/error'

async function fail (error, title, code) {
  console.error(title, error)
  await postError(errorTarget, error)
  process.exit(code)
}

process.on('uncaughtException', error => fail(error, 'Uncaught Exception', 129))
process.on('unhandledRejection', reason => fail(unhandled(reason), 'Unhandled Promise Rejection', 128))

// --- The handler

function isModulePackage (folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(at, 'package.json'), 'utf8')).type === 'module'
    } catch (problem) {
      if (problem.code !== 'ENOENT' && problem.code !== 'ENOTDIR') return false
    }
    if (at === path.dirname(at) || path.basename(at) === 'node_modules') return false
  }
}

async function loadModule (file) {
  const imported = ending => import(pathToFileURL(file + ending).href)
  const isFile = name => fs.statSync(name, { throwIfNoEntry: false })?.isFile()
  if (isFile(file)) return require(file)
  if (isFile(`${file}.js`)) return isModulePackage(path.dirname(file)) ? imported('.js') : require(`${file}.js`)
  if (isFile(`${file}.mjs`)) return imported('.mjs')
  if (isFile(`${file}.cjs`)) return require(`${file}.cjs`)
  return require(require.resolve(path.basename(file), { paths: [env.LAMBDA_TASK_ROOT, path.dirname(file)] }))
}

async function load (name) {
  const base = path.basename(name)
  const dot = base.indexOf('.')
  if (dot < 0) throw new InitError('MalformedHandlerName', 'Bad handler')
  const file = path.resolve(env.LAMBDA_TASK_ROOT, path.dirname(name), base.slice(0, dot))
  let module
  try {
    module = await loadModule(file)
  } catch (problem) {
    if (problem instanceof SyntaxError) throw new InitError('UserCodeSyntaxError', String(problem))
    if (['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(problem?.code)) throw new InitError('ImportModuleError', String(problem))
    throw problem
  }
  const wanted = base.slice(dot + 1).split('.')
  const follow = start => wanted.reduce((value, key) => value?.[key], start)
  const handler = follow(module) ?? follow(module?.default)
  if (handler === undefined || handler === null) throw new InitError('HandlerNotFound', `${name} is undefined or not exported`)
  if (typeof handler !== 'function') throw new InitError('HandlerNotFound', `${name} is not a function`)
  return handler
}

// --- Invocations

function contextOf (headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms'] ?? 0)
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: undefined,
    identity: undefined,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now()
  }
}

let onIdle = () => {}
process.on('beforeExit', () => onIdle())

// The outcome of a handler: of its promise, its callback, or, with neither, of an event loop that is empty.
function invoked (handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, data) => {
      onIdle = () => {}
      if (error === undefined || error === null) resolve(data)
      else reject(error)
    }
    const callback = (error, data) => {
      if (error !== undefined && error !== null) done(error)
      else if (context.callbackWaitsForEmptyEventLoop) onIdle = () => done(null, data)
      else done(null, data)
    }
    onIdle = () => done(null, null)
    Object.assign(context, {
      succeed: data => done(null, data),
      fail: error => done(error ?? 'handled'),
      done
    })
    const result = handler(event, context, callback)
    if (typeof result?.then === 'function') result.then(context.succeed, context.fail)
  })
}

function asText (result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? ''
  } catch {
    throw new Error('Unable to stringify response body')
  }
}

async function serve (handler) {
  for (;;) {
    const { headers, text } = await ask('GET', '/invocation/next').catch(gone)
    const target = `/invocation/${headers['lambda-runtime-aws-request-id']}`
    errorTarget = `${target}/error`
    let body
    try {
      body = asText(await invoked(handler, JSON.parse(text), contextOf(headers)))
    } catch (error) {
      console.error('Invoke Error', error)
      await postError(errorTarget, error)
      continue
    }
    await post(`${target}/response`, body)
  }
}

if (fs.readSync(0, Buffer.alloc(1)) === 0) process.exit(1) // the run is gone
env.AWS_EXECUTION_ENV ??= `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`
process.chdir(env.LAMBDA_TASK_ROOT)
load(env._HANDLER).then(serve, error => fail(error, 'Uncaught Exception', 1))
