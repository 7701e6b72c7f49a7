import { readdirSync, readFileSync } from 'node:fs'
import Fastify from 'fastify'
import { DaemonSet } from 'kubernetes-models/apps/v1/DaemonSet'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import type { Container } from 'kubernetes-models/v1/Container'
import { Namespace } from 'kubernetes-models/v1/Namespace'
import type { PodSpec } from 'kubernetes-models/v1/PodSpec'
import { Service } from 'kubernetes-models/v1/Service'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import * as z from 'zod/mini'
import { checkAccess } from '../gateway/http/plugins/access-check.ts'
import { registerHealth } from '../gateway/http/routes/health.ts'
import { readConfig, SETTINGS } from '../settings/environment.ts'

const FOLDER = new URL('../../../deploy/kubernetes/', import.meta.url)

/** The service's own end takes this long at most after SANDRUN_DRAIN_MS, in milliseconds. */
const CLOSE_MS = 15_000

const KINDS: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  DaemonSet,
  Deployment,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
}

type Document = Record<string, unknown> & { kind: string; metadata: { name: string } }
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8')
const kustomization = z
  .object({ resources: z.array(z.string()), images: z.array(z.object({ name: z.string() })) })
  .parse(parse(read('kustomization.yaml')))
const documents = kustomization.resources.flatMap((name) =>
  parseAllDocuments(read(name)).map((one) => one.toJS() as Document),
)

function validate(document: Document): void {
  const Kind = KINDS[document.kind]
  if (Kind === undefined) throw new Error(`This test does not know a ${document.kind}.`)
  new Kind(document as never).validate()
}

const named = (kind: string, name: string): unknown =>
  documents.find((one) => one.kind === kind && one.metadata.name === name)

/** The path of every field below a value. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = [...path, key]
    return [own, ...pathsOf(inner, own)]
  })
}

/** A copy with a value of a wrong type in one field. */
function broken(document: Document, path: readonly string[]): Document {
  const copy = structuredClone(document)
  let at: Record<string, unknown> = copy
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
  const last = path.at(-1) ?? ''
  at[last] = typeof at[last] === 'object' ? 7 : { wrong: true }
  return copy
}

const deployment = named('Deployment', 'sandrun-gateway') as Deployment
const daemons = named('DaemonSet', 'sandrun-worker') as DaemonSet
const pods = [
  ['gateway', deployment.spec?.template.spec],
  ['worker', daemons.spec?.template.spec],
] as [string, PodSpec][]
const containerOf = (pod: PodSpec): Container => pod.containers[0] as Container

/** The environment of a container; secrets are examples. */
function environmentOf({ env = [] }: Container): Record<string, string> {
  const example = (key: string): string =>
    key.endsWith('-url') ? 'rediss://user:word@redis.example:6379' : 'x'.repeat(16)
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [name, value ?? example(valueFrom?.secretKeyRef?.key ?? '')]),
  )
}

describe('the manifests for Kubernetes', () => {
  it('are the files that kustomize is told of', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual(['kustomization.yaml', ...kustomization.resources].toSorted())
  })

  it.each(documents.map((document) => [`${document.kind} ${document.metadata.name}`, document]))(
    'have a %s that Kubernetes understands',
    (_name, document) => {
      validate(document)
      // The schema ignores an unknown field, whatever its value.
      const unknown = pathsOf(document)
        .filter(([first]) => first !== 'kind' && first !== 'apiVersion')
        .filter((path) => {
          try {
            validate(broken(document, path))
            return true
          } catch {
            return false
          }
        })
      expect(unknown).toEqual([])
    },
  )

  it('select the pods that they mean', () => {
    const labels = (of: Deployment | DaemonSet) => of.spec?.template.metadata?.labels
    const gateway = labels(deployment)
    const worker = labels(daemons)
    expect(gateway).not.toEqual(worker)
    expect(deployment.spec?.selector.matchLabels).toEqual(gateway)
    expect(daemons.spec?.selector.matchLabels).toEqual(worker)
    const service = named('Service', 'sandrun') as Service
    expect(service.spec?.selector).toEqual(gateway)
    const ports = containerOf(pods[0]?.[1] as PodSpec).ports?.map(({ name }) => name)
    expect(ports).toEqual(service.spec?.ports?.map(({ targetPort }) => targetPort))
    const budget = named('PodDisruptionBudget', 'sandrun-gateway') as PodDisruptionBudget
    expect(budget.spec?.selector?.matchLabels).toEqual(gateway)
    for (const [name, expected] of [
      ['sandrun-gateway', gateway],
      ['sandrun-worker', worker],
    ] as const) {
      const policy = named('NetworkPolicy', name) as NetworkPolicy
      expect(policy.spec?.podSelector?.matchLabels).toEqual(expected)
    }
  })
})

describe.each(pods)('the pod of a %s', (role, pod) => {
  const container = containerOf(pod)
  const environment = environmentOf(container)
  const config = readConfig(environment)

  it('has only settings that the service knows', () => {
    const unknown = Object.keys(environment).filter((name) => !SETTINGS.includes(name))
    expect(unknown).toEqual(['NODE_EXTRA_CA_CERTS'])
    expect(config).toMatchObject({ role, redis: 'rediss://user:word@redis.example:6379' })
  })

  it('has the image of deploy/Dockerfile', () => {
    const compose = readFileSync(new URL('../compose.cluster.yml', FOLDER), 'utf8')
    expect(container.image).toBe('sandrun/service')
    expect(compose).toContain(`:-${container.image}}\n`)
    expect(kustomization.images.map(({ name }) => name)).toEqual([container.image])
  })

  it('lets its runs end before it is killed', () => {
    const before = Number(container.lifecycle?.preStop?.exec?.command?.[1] ?? 0) * 1000
    expect((pod.terminationGracePeriodSeconds ?? 30) * 1000).toBeGreaterThan(before + config.drainMs + CLOSE_MS)
  })

  it('may do no more than it needs', () => {
    expect(pod.automountServiceAccountToken).toBe(false)
    expect({ ...pod.securityContext, ...container.securityContext }).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(pod.securityContext?.runAsNonRoot === true).toBe(role === 'gateway')
    const sockets = pod.volumes?.filter(({ hostPath }) => hostPath?.type === 'Socket')
    expect(sockets?.length).toBe(role === 'worker' ? 1 : 0)
  })

  it('has each volume that it mounts, and writes only there', () => {
    const mounts = container.volumeMounts ?? []
    const volumes = pod.volumes ?? []
    expect(mounts.map(({ name }) => name).toSorted()).toEqual(volumes.map(({ name }) => name).toSorted())
    const dockerfile = readFileSync(new URL('../Dockerfile', FOLDER), 'utf8')
    const state = /SANDRUN_STATE_DIR=(\S+)/.exec(dockerfile)?.[1]
    const writable = mounts.flatMap(({ mountPath, readOnly }) => (readOnly === true ? [] : [mountPath]))
    expect(writable).toEqual(expect.arrayContaining([state, '/tmp']))
    const ca = mounts.find(({ mountPath }) => environment['NODE_EXTRA_CA_CERTS'] === `${mountPath}/ca.crt`)
    const secret = volumes.find(({ name }) => name === ca?.name)?.secret
    expect(secret).toMatchObject({ secretName: 'sandrun-redis', items: [{ key: 'ca.crt', path: 'ca.crt' }] })
  })
})

describe("a gateway's probes", () => {
  const gateway = containerOf(pods[0]?.[1] as PodSpec)
  const config = readConfig(environmentOf(gateway))
  const probes = [gateway.readinessProbe, gateway.livenessProbe, gateway.startupProbe].map((probe) => probe?.httpGet)

  it('ask the port at which it listens', () => {
    expect(gateway.ports).toEqual([{ name: 'http', containerPort: config.port }])
    expect(config.host).toBe('0.0.0.0')
    expect(probes.map((probe) => probe?.port)).toEqual(['http', 'http', 'http'])
  })

  it('get an answer', async () => {
    const ask = (host: string): void =>
      checkAccess({ headers: { host }, headersDistinct: { host: [host] }, httpVersion: '1.1' }, config)
    const app = Fastify()
    registerHealth(app, { reasons: async () => [] })
    expect(probes.map((probe) => probe?.path)).toEqual(['/readyz', '/healthz', '/healthz'])
    for (const probe of probes) {
      expect((await app.inject(probe?.path ?? '')).statusCode).toBe(200)
      expect(() => ask(probe?.httpHeaders?.find(({ name }) => name === 'Host')?.value ?? '')).not.toThrow()
    }
    // What the kubelet says by itself.
    expect(() => ask('10.1.2.3:8080')).toThrow('does not accept the host name')
  })
})

it('a worker has no probe, because it has no port', () => {
  const worker = containerOf(pods[1]?.[1] as PodSpec)
  expect([worker.ports, worker.readinessProbe, worker.livenessProbe]).toEqual([undefined, undefined, undefined])
})
