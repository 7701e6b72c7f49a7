import { type LanguageInfo, toSandrunError } from '@sandrun/shared'
import { type ExtensionContext, commands, l10n, lm, window, workspace } from 'vscode'
import { McpOffer } from './agent/mcp-offer.ts'
import { RunTool } from './agent/run-tool.ts'
import { CaseExplorer } from './cases/case-explorer.ts'
import { RunChannel } from './channel/run-channel.ts'
import type { CommandContext } from './commands/command.ts'
import { COMMANDS } from './commands/command-table.ts'
import { HistoryView } from './history/history-view.ts'
import { registerRunDocuments } from './history/run-documents.ts'
import { RunHistory } from './history/run-history.ts'
import { Companions } from './files/companions.ts'
import { FileOffers } from './run/file-offers.ts'
import { LibraryOffer } from './run/library-offer.ts'
import { RunRecorder } from './history/run-recorder.ts'
import { ArgumentStore } from './input/argument-store.ts'
import { InputSource } from './input/input-source.ts'
import { Languages } from './language/languages.ts'
import { RunLenses } from './lens/run-lenses.ts'
import { registerOutputLinks } from './problems/output-links.ts'
import { ProblemList } from './problems/problem-list.ts'
import { FileMemory } from './program/file-memory.ts'
import { buildCommand, buildImage, mayBuild } from './run/image-build.ts'
import { Launcher } from './run/launcher.ts'
import { Planner } from './run/planner.ts'
import { programIn } from './run/program-source.ts'
import { RunController } from './run/run-controller.ts'
import type { RunViews } from './run/run-view.ts'
import type { SandboxRun } from './run/sandbox-run.ts'
import type { Connector, ReportLine } from './service/connector.ts'
import { LocalChoice } from './service/local-choice.ts'
import { Service } from './service/service.ts'
import { TokenStore } from './service/token-store.ts'
import { settings } from './settings.ts'
import { registerTasks } from './task/task-provider.ts'
import { RunTerminals } from './terminal/run-terminals.ts'
import { type MissingImage, showFailure } from './ui/failure-message.ts'
import { RunReporter } from './ui/run-reporter.ts'

/** Wires up the extension. The connector differs between desktop and browser. */
export function start(context: ExtensionContext, connector: Connector): void {
  const begin = performance.now()
  const { subscriptions } = context
  const log = window.createOutputChannel(l10n.t('Run in Sandbox'), { log: true })
  const tokens = new TokenStore(context.secrets)
  const local = new LocalChoice(context.globalState, connector.loadLocal)
  const tokenOf = async (origin: string): Promise<string | undefined> =>
    local.address !== null && new URL(local.address.url).origin === origin
      ? local.address.token
      : await tokens.get(origin)
  const service = new Service({
    connector,
    client: `vscode/${String(context.extension.packageJSON.version)}`,
    url: () => local.address?.url ?? settings.serviceUrl,
    token: (origin) => tokenOf(origin),
    ready: () => local.ready(),
  })
  const memory = new FileMemory(context.workspaceState)
  const languages = new Languages(service, memory)
  const companions = new Companions(context.workspaceState)
  const planner = new Planner(languages, companions)
  const programArgs = new ArgumentStore(memory)
  const input = new InputSource(memory)
  const reporter = new RunReporter(log)
  const problems = new ProblemList()
  const offers: FileOffers = new FileOffers(companions, (key) => void launcher.rerun(key))
  const libraryOffer: LibraryOffer = new LibraryOffer(languages, (key) => void launcher.rerun(key))
  const terminals = new RunTerminals((key) => void launcher.rerun(key))
  let madeChannel: RunChannel | null = null
  const channel = (): RunChannel => {
    if (madeChannel === null) subscriptions.push((madeChannel = new RunChannel()))
    return madeChannel
  }
  const history = new RunHistory(context.workspaceState)
  const recorder = new RunRecorder((run) => void history.add(run))
  const views: RunViews = recorder.listening({
    viewFor: (key, title, beside) =>
      settings.output === 'terminal' ? terminals.viewFor(key, title, beside) : channel(),
  })
  const cases = new CaseExplorer({
    service,
    planner,
    ended: (title, passed, all) => reporter.reportCases(title, passed, all),
  })
  const controller: RunController = new RunController({
    service,
    views,
    planner,
    changed: (run: SandboxRun) => {
      reporter.report(run, controller.running)
      problems.update(run)
      terminals.update(run)
      offers.update(run)
      void libraryOffer.update(run)
    },
    afterwards: async (run) => await offers.after(run),
    failed: (run, error) => reportFailure(run, error),
  })
  /** Files for whose run a service has just been started. */
  const justStartedFor = new Set<string>()
  const reportFailure = (run: SandboxRun, error: unknown): void => {
    log.error(`${run.title}:`, error instanceof Error ? error : String(error))
    // Someone who starts a service for a program wants its image too.
    const { code } = toSandrunError(error)
    if (code === 'image-missing' && run.plan !== null && justStartedFor.delete(run.key)) {
      return void buildHere(run, run.plan.language)
    }
    void showFailure(error, {
      url: service.address,
      retry: () => void launcher.rerun(run.key),
      image: run.plan === null ? undefined : missingImage(run, run.plan.language),
      startHere: local.possible && !local.chosen ? () => startHere(run) : undefined,
      isHere: local.chosen,
    })
  }
  const tellWhereOutputWillBe = (run: SandboxRun): ReportLine => {
    const tell = views.viewFor(run.key, run.title, false).tell()
    return (line) => {
      log.info(line)
      tell(line)
    }
  }
  const startHere = async (run: SandboxRun): Promise<void> => {
    const tell = tellWhereOutputWillBe(run)
    tell(l10n.t('Starting a service on this machine …'))
    try {
      await local.start(tell)
    } catch (error) {
      log.error(error instanceof Error ? error : String(error))
      const retry = (): void => void startHere(run)
      return await showFailure(error, { url: service.address, retry, isHere: true })
    }
    justStartedFor.add(run.key)
    await launcher.rerun(run.key)
    justStartedFor.delete(run.key)
  }
  const buildHere = async (run: SandboxRun, { id, name }: LanguageInfo): Promise<void> => {
    const tell = tellWhereOutputWillBe(run)
    tell(l10n.t('Building {0}', name))
    try {
      await local.build(id, tell)
    } catch (error) {
      return reportFailure(run, error)
    }
    await launcher.rerun(run.key)
  }
  const buildElsewhere = async (run: SandboxRun, language: LanguageInfo): Promise<void> => {
    try {
      if (await buildImage(service, language)) await launcher.rerun(run.key)
    } catch (error) {
      reportFailure(run, error)
    }
  }
  const missingImage = (run: SandboxRun, language: LanguageInfo): MissingImage => ({
    name: language.name,
    command: local.address === null ? buildCommand(language.id) : undefined,
    build:
      local.address !== null
        ? () => buildHere(run, language)
        : mayBuild(service)
          ? () => buildElsewhere(run, language)
          : undefined,
    selectAnother: async () =>
      (await languages.ask({ key: run.key, fileName: run.title })) !== undefined && (await launcher.rerun(run.key)),
  })
  const launcher: Launcher = new Launcher(controller, programArgs, input)
  const commandContext: CommandContext = {
    service,
    tokens,
    local,
    languages,
    planner,
    companions,
    offers,
    programArgs,
    input,
    controller,
    launcher,
    terminals,
    recorder,
    history,
    cases,
    channel,
    log,
  }
  for (const [name, command] of Object.entries(COMMANDS)) {
    subscriptions.push(
      commands.registerCommand(name, async (...args: unknown[]) => await command(commandContext, ...args)),
    )
  }
  subscriptions.push(
    log,
    reporter,
    problems,
    memory,
    terminals,
    ...registerOutputLinks({
      inTerminal: (terminal) => terminals.shownIn(terminal),
      inChannel: () => madeChannel?.shown ?? undefined,
    }),
    cases,
    history,
    new HistoryView(history),
    registerRunDocuments(history),
    lm.registerTool('run_in_sandbox', new RunTool(service)),
    new McpOffer(service, { get: tokenOf }),
    new RunLenses(),
    registerTasks(async (uri, args, view) => {
      const program = await programIn(await workspace.openTextDocument(uri), { args, input: undefined })
      return program && (await controller.run(program, true, view))
    }),
    { dispose: () => controller.cancelAll() },
    { dispose: () => service.close() },
    local,
    workspace.onDidChangeConfiguration((change) => {
      // The user has chosen where programs run.
      if (change.affectsConfiguration('sandrun.service.url')) void local.leave()
    }),
  )
  log.info(`Activated in ${(performance.now() - begin).toFixed(1)} ms`)
}
