#:package System.Management.Automation@7.6.9
#:property Nullable=enable
#:property SatelliteResourceLanguages=en

// The real PowerShell 7.6 engine behind a command line like that of `pwsh`, for machines that have .NET but no
// PowerShell. The engine's package has no console host, so this file is one: as much of it as osd-preflight's transports
// use, and never kinder than the real one: switches, block mode, the escape noise, which stream goes where, exit codes,
// and the server half of remoting over SSH.
// What it lacks: prompts (-NoExit after -File or -Command reads on without one), profiles, an interactive mode, -File -,
// XML as a format, encoded commands, nested prompts and the debugger, and all modules that come with a whole PowerShell.

using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Security;
using System.Text;

// Environment.Exit and not a return: a runspace pool that a script forgot would keep the process alive for ever.
Environment.Exit(Start.Run(args));

/// <summary>Reads the command line and the environment, then runs what they ask for.</summary>
static class Start
{
    internal const int BadCommandLine = 64;
    internal const int NotInitialised = 70;

    internal static int Run(string[] args)
    {
        CommandLine line;
        try
        {
            line = CommandLine.Parse(args);
        }
        catch (CommandLineException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return BadCommandLine;
        }
        if (line.ShowVersion)
        {
            Console.Out.WriteLine("PowerShell " + EngineVersion());
            return 0;
        }
        try
        {
            Surroundings.Apply();
        }
        catch (Exception problem) when (problem is CultureNotFoundException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            Console.Error.WriteLine(problem.Message);
            return NotInitialised;
        }
        return line.SshServer ? SshServer.Run() : new LabHost(line).Run();
    }

    internal static string EngineVersion()
    {
        var assembly = typeof(PSObject).Assembly;
        var text = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return (text ?? assembly.GetName().Version!.ToString(3)).Split(' ', '+')[0];
    }
}

/// <summary>What sshd starts as its subsystem: remoting's protocol on the standard streams until the other side ends.</summary>
static class SshServer
{
    /// <summary>The engine has this half, and only its own console host may call it.</summary>
    internal static int Run()
    {
        const BindingFlags Hidden = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
        var mediator = typeof(PSObject).Assembly.GetType("System.Management.Automation.Remoting.Server.StdIOProcessMediator");
        var run = mediator?.GetMethod("Run", Hidden)
            ?? throw new MissingMemberException("This engine hides the server half of remoting over SSH.");
        // No first command, no folder, no configuration; errors go into the stream of the protocol, as sshd wants it.
        var arguments = run.GetParameters().Select(parameter => parameter.ParameterType == typeof(bool) ? (object)true : null);
        run.Invoke(null, arguments.ToArray());
        return 0;
    }
}

/// <summary>The culture and the time zone that a simulated machine is in.</summary>
static class Surroundings
{
    internal static void Apply()
    {
        var culture = Environment.GetEnvironmentVariable("OSD_LAB_CULTURE");
        if (!string.IsNullOrEmpty(culture))
        {
            SetCulture(culture);
        }
        var zone = Environment.GetEnvironmentVariable("OSD_LAB_TIMEZONE");
        if (!string.IsNullOrEmpty(zone))
        {
            SetTimeZone(zone);
        }
    }

    static void SetCulture(string name)
    {
        CultureInfo culture;
        try
        {
            // Only predefined cultures: ICU makes up an empty culture for any well-formed name, and a test under a
            // made-up culture would prove nothing.
            culture = CultureInfo.GetCultureInfo(name, predefinedOnly: true);
            if (IsInvariantOnly())
            {
                throw new CultureNotFoundException();
            }
        }
        catch (CultureNotFoundException)
        {
            throw new CultureNotFoundException(
                $"OSD_LAB_CULTURE: there is no culture '{name}' here."
                + (IsInvariantOnly() ? " .NET runs without culture data: install ICU (Debian 12: libicu72) and leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset." : ""));
        }
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
    }

    /// <summary>Without ICU every culture has the invariant's data, so German numbers would come out English.</summary>
    static bool IsInvariantOnly()
    {
        try
        {
            return CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator != ",";
        }
        catch (CultureNotFoundException)
        {
            return true;
        }
    }

    static void SetTimeZone(string id)
    {
        // Asked for first, because .NET takes an unknown TZ silently for UTC.
        try
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
            // TZ takes IANA names only; "W. Europe Standard Time" would again come out as UTC.
            var name = TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out var iana) ? iana : id;
            Environment.SetEnvironmentVariable("TZ", name);
            TimeZoneInfo.ClearCachedData();
            if (TimeZoneInfo.Local.BaseUtcOffset == zone.BaseUtcOffset)
            {
                return;
            }
        }
        catch (Exception problem) when (problem is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException)
        {
        }
        throw new TimeZoneNotFoundException(
            $"OSD_LAB_TIMEZONE: time zone '{id}' cannot be set here. (On Debian the package tzdata has the time zones; on Windows a process cannot have its own.)");
    }
}

class CommandLineException(string message) : Exception(message);

/// <summary>The switches of `pwsh` that the transports use; all others are errors.</summary>
sealed class CommandLine
{
    internal bool ShowVersion, NoExit, NonInteractive, ReadStdin, SshServer;
    internal string? Command, File, ExecutionPolicy;
    internal readonly List<CommandParameter> Arguments = [];

    internal static CommandLine Parse(string[] args)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Length; i++)
        {
            var key = args[i];
            if (key.Length == 0 || !IsDash(key[0]))
            {
                line.TakeFile(args, i);
                return line;
            }
            key = key[1..].ToLowerInvariant();
            if (key.Length > 0 && IsDash(key[0]))
            {
                key = key[1..];
            }
            if (Matches(key, "version", "v")) line.ShowVersion = true;
            else if (Matches(key, "noexit", "noe")) line.NoExit = true;
            else if (Matches(key, "noprofile", "nop") || Matches(key, "nologo", "nol")) { }
            else if (Matches(key, "sshservermode", "sshs")) line.SshServer = true;
            else if (Matches(key, "noninteractive", "noni")) line.NonInteractive = true;
            else if (Matches(key, "command", "c")) { line.TakeCommand(args, i); return line; }
            else if (Matches(key, "file", "f"))
            {
                if (i + 1 >= args.Length)
                {
                    throw new CommandLineException("The command cannot be run because the File parameter requires a file path. Supply a path for the File parameter and then try the command again.");
                }
                line.TakeFile(args, i + 1);
                return line;
            }
            else if (Matches(key, "inputformat", "inp") || key == "if") RequireText(args, ref i, "InputFormat");
            else if (Matches(key, "outputformat", "o") || key == "of") RequireText(args, ref i, "OutputFormat");
            else if (Matches(key, "executionpolicy", "ex") || key == "ep")
            {
                line.ExecutionPolicy = Value(args, ref i, "Cannot process the execution policy because of a missing policy name. A policy name must follow -ExecutionPolicy.");
            }
            else
            {
                // The console takes an unknown switch for the name of a script.
                line.TakeFile(args, i);
                return line;
            }
        }
        if (!line.ShowVersion && !line.SshServer)
        {
            throw new CommandLineException("This host knows no interactive mode: give it -Command, -File, -Version or -SSHServerMode.");
        }
        return line;
    }

    // Dash, en dash, em dash, horizontal bar: PowerShell takes them all.
    static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2015';

    static bool Matches(string key, string whole, string shortest) =>
        whole.StartsWith(key, StringComparison.Ordinal) && key.StartsWith(shortest, StringComparison.Ordinal);

    static string Value(string[] args, ref int i, string problem) =>
        ++i < args.Length ? args[i] : throw new CommandLineException(problem);

    static void RequireText(string[] args, ref int i, string name)
    {
        var value = Value(args, ref i, $"The command cannot be run because no argument has been supplied for the {name} parameter.");
        if (!value.Equals("Text", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandLineException($"Cannot process the command because of an incorrect parameter value. \"{value}\" is not a format of this host.");
        }
    }

    void TakeCommand(string[] args, int i)
    {
        if (++i >= args.Length)
        {
            throw new CommandLineException("Cannot process the command because of a missing parameter. A command must follow -Command.");
        }
        if (args[i] != "-")
        {
            Command = string.Join(' ', args, i, args.Length - i);
            return;
        }
        if (i + 1 != args.Length)
        {
            throw new CommandLineException("'-' was specified with the -Command parameter; no other arguments to -Command are permitted.");
        }
        if (!Console.IsInputRedirected)
        {
            throw new CommandLineException("'-' was specified as the argument to -Command but standard input has not been redirected for this process.");
        }
        ReadStdin = true;
    }

    void TakeFile(string[] args, int i)
    {
        var path = Path.GetFullPath(args[i].Length == 0 ? "." : args[i]);
        if (!System.IO.File.Exists(path))
        {
            throw new CommandLineException($"The argument '{args[i]}' is not recognized as the name of a script file. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.");
        }
        File = path;
        for (i++; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg.Length > 1 && IsDash(arg[0]))
            {
                var colon = arg.IndexOf(':');
                if (colon < 0) Arguments.Add(new CommandParameter(arg));
                else if (colon == arg.Length - 1 && i + 1 < args.Length) Arguments.Add(new CommandParameter(arg.TrimEnd(':'), args[++i]));
                else Arguments.Add(new CommandParameter(arg[..colon], TrueOrFalse(arg[(colon + 1)..])));
            }
            else
            {
                Arguments.Add(new CommandParameter(null, arg));
            }
        }
    }

    static object TrueOrFalse(string text) => bool.TryParse(text.TrimStart('$'), out var value) ? value : text;
}

/// <summary>The console host: one runspace, and the loop that feeds it from standard input.</summary>
sealed class LabHost : PSHost
{
    readonly CommandLine line;
    readonly Screen screen;
    readonly Runspace runspace;
    bool shouldExit;
    int? exitCode;

    internal LabHost(CommandLine line)
    {
        this.line = line;
        screen = new Screen(line.NonInteractive);
        // CreateDefault wants the console host's own assembly, which the package does not have.
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows() && line.ExecutionPolicy is { } policy)
        {
            state.ExecutionPolicy = Enum.Parse<Microsoft.PowerShell.ExecutionPolicy>(policy, ignoreCase: true);
        }
        runspace = RunspaceFactory.CreateRunspace(this, state);
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
    }

    internal int Run()
    {
        Exception? first = null;
        if (line.File is { } file)
        {
            first = RunFile(file);
            if (first != null && !line.NoExit)
            {
                return exitCode ?? 1;
            }
        }
        else if (line.Command is { Length: > 0 } command)
        {
            first = Execute(runspace.CreatePipeline(command), UsesInput(Parser.ParseInput(command, out _, out _)));
            if (first != null)
            {
                Report(first);
            }
        }
        if (!shouldExit && (line.ReadStdin || line.NoExit))
        {
            ReadCommands();
        }
        return exitCode ?? (first == null && LastWasSuccess() ? 0 : 1);
    }

    /// <summary>
    /// The console's loop, to the letter: a line that is not a whole statement starts a block, a block ends only with
    /// a blank line, and the end of the input drops a block that has begun.
    /// </summary>
    void ReadCommands()
    {
        var inBlock = false;
        var block = new StringBuilder();
        while (!shouldExit)
        {
            screen.ApplicationKeys(on: true);
            var text = ReadCommandLine();
            if (text == null)
            {
                return;
            }
            if (string.IsNullOrWhiteSpace(text))
            {
                if (!inBlock)
                {
                    continue;
                }
                text = block.ToString();
                inBlock = false;
            }
            else if (inBlock)
            {
                block.Append('\n').Append(text);
                continue;
            }
            screen.ApplicationKeys(on: false);
            var problem = Execute(runspace.CreatePipeline(text, addToHistory: true), feedInput: false);
            if (problem is IncompleteParseException)
            {
                inBlock = true;
                block = new StringBuilder(text);
            }
            else if (problem != null)
            {
                Report(problem);
            }
        }
    }

    /// <summary>Character by character from Console.In, so that a script that reads it steals whole lines, no more.</summary>
    static string? ReadCommandLine()
    {
        var text = new StringBuilder();
        while (true)
        {
            switch (Console.In.Read())
            {
                case -1:
                    return text.Length == 0 ? null : text.ToString();
                case '\r':
                    if (Console.In.Peek() == '\n')
                    {
                        Console.In.Read();
                    }
                    return text.ToString();
                case '\n':
                    return text.ToString();
                case '\b':
                    if (text.Length > 0)
                    {
                        text.Length--;
                    }
                    break;
                case var c:
                    text.Append((char)c);
                    break;
            }
        }
    }

    Exception? RunFile(string path)
    {
        var command = new Command(path, isScript: false, useLocalScope: false);
        foreach (var argument in line.Arguments)
        {
            command.Parameters.Add(argument);
        }
        var pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        if (!line.NoExit)
        {
            RethrowExit();
        }
        var problem = Execute(pipeline, UsesInput(Parser.ParseFile(path, out _, out _)));
        if (problem != null)
        {
            Report(problem);
        }
        return problem;
    }

    /// <summary>
    /// Lets `exit` in a script file end the process, as under -File. The engine has a switch for its own console host
    /// and no public one.
    /// </summary>
    void RethrowExit()
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        var context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)?.GetValue(runspace);
        var rethrow = context?.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)
            ?? throw new MissingMemberException("This engine hides the switch that -File needs.");
        rethrow.SetValue(context, true);
    }

    static bool UsesInput(Ast ast) =>
        ast.Find(node => node is VariableExpressionAst variable
            && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase), searchNestedScriptBlocks: false) != null;

    /// <summary>Runs a pipeline into Out-Default and returns what it died of.</summary>
    Exception? Execute(Pipeline pipeline, bool feedInput)
    {
        if (pipeline.Commands.Count == 1)
        {
            pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        }
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true)
        {
            MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output,
        });
        using (pipeline)
        {
            try
            {
                if (feedInput && Console.IsInputRedirected)
                {
                    while (Console.In.ReadLine() is { } text)
                    {
                        pipeline.Input.Write(text);
                    }
                }
                pipeline.Input.Close();
                pipeline.Invoke();
                return null;
            }
            catch (Exception problem)
            {
                return problem;
            }
        }
    }

    /// <summary>Shows an error through the engine's own error view; without it, as bare text.</summary>
    void Report(Exception problem)
    {
        var record = (problem as IContainsErrorRecord)?.ErrorRecord
            ?? new ErrorRecord(problem, "ConsoleHost.ReportException", ErrorCategory.NotSpecified, null);
        var error = new PSObject(record);
        // Marks it as coming from the error stream; without the mark Out-Default would print it to stdout.
        var stream = typeof(PSObject).GetProperty("WriteStream", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        stream?.SetValue(error, Enum.Parse(stream.PropertyType, "Error"));
        var pipeline = runspace.CreatePipeline();
        if (stream == null)
        {
            Console.Error.WriteLine(problem.Message);
            return;
        }
        pipeline.Input.Write(error);
        if (Execute(pipeline, feedInput: false) != null)
        {
            Console.Error.WriteLine(problem.Message);
            Console.Error.WriteLine(record.InvocationInfo?.PositionMessage);
        }
    }

    bool LastWasSuccess()
    {
        try
        {
            using var pipeline = runspace.CreatePipeline("$global:?");
            Collection<PSObject> results = pipeline.Invoke();
            return results.Count == 1 && LanguagePrimitives.IsTrue(results[0]);
        }
        catch (RuntimeException)
        {
            return false;
        }
    }

    public override string Name => "ConsoleHost";
    public override Version Version { get; } = Version.Parse(Start.EngineVersion().Split('-')[0]);
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;
    public override PSHostUserInterface UI => screen;

    public override void SetShouldExit(int exitCode)
    {
        shouldExit = true;
        this.exitCode = exitCode;
    }

    public override void EnterNestedPrompt() => throw new PSNotImplementedException("This host has no nested prompt.");
    public override void ExitNestedPrompt() => throw new PSNotImplementedException("This host has no nested prompt.");
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
}

/// <summary>Where text goes: errors to stderr, everything else to stdout, as in the console with redirected streams.</summary>
sealed class Screen : PSHostUserInterface
{
    readonly bool nonInteractive;
    readonly bool terminal = Environment.GetEnvironmentVariable("TERM") != "dumb";
    readonly RawScreen raw = new();

    internal Screen(bool nonInteractive)
    {
        this.nonInteractive = nonInteractive;
        if (Environment.GetEnvironmentVariable("NO_COLOR") != null || Environment.GetEnvironmentVariable("TERM") is "xterm-mono" or "xtermm")
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }
    }

    /// <summary>The console switches the cursor keys off and on around every line it reads, even on a pipe.</summary>
    internal void ApplicationKeys(bool on)
    {
        if (terminal && !OperatingSystem.IsWindows())
        {
            Console.Out.Write(on ? "\u001b[?1h" : "\u001b[?1l");
        }
    }

    public override PSHostRawUserInterface RawUI => raw;
    public override bool SupportsVirtualTerminal => terminal;

    string Plain(string text) => PSStyle.Instance.OutputRendering == OutputRendering.Ansi && terminal
        ? text
        : new StringDecorated(text).ToString(OutputRendering.PlainText);

    public override void Write(string value) => Console.Out.Write(Plain(value ?? ""));
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);
    public override void WriteLine(string value) => Console.Out.WriteLine(Plain(value ?? ""));

    public override void WriteErrorLine(string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Console.Error.WriteLine(Plain(value));
        }
    }

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);
    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);
    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);
    public override void WriteProgress(long sourceId, ProgressRecord record) { }

    void RefusePrompt()
    {
        if (nonInteractive)
        {
            throw new PSInvalidOperationException("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
        }
    }

    public override string ReadLine()
    {
        RefusePrompt();
        return Console.In.ReadLine() ?? "";
    }

    public override SecureString ReadLineAsSecureString()
    {
        RefusePrompt();
        var secret = new SecureString();
        foreach (var c in Console.In.ReadLine() ?? "")
        {
            secret.AppendChar(c);
        }
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RefusePrompt();
        var answers = new Dictionary<string, PSObject>();
        foreach (var description in descriptions)
        {
            Console.Out.Write(description.Name + ": ");
            answers[description.Name] = new PSObject(Console.In.ReadLine() ?? "");
        }
        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RefusePrompt();
        var answer = Console.In.ReadLine() ?? "";
        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i].Label.Replace("&", "").Equals(answer.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return defaultChoice;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw new PSInvalidOperationException("This host asks for no credentials.");
}

/// <summary>A screen that nobody sees: formatting asks it for its width.</summary>
sealed class RawScreen : PSHostRawUserInterface
{
    static Size Measured()
    {
        try
        {
            return new Size(Console.BufferWidth, Console.BufferHeight);
        }
        catch (IOException)
        {
            return new Size(120, 50);
        }
    }

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;
    public override Size BufferSize { get; set; } = Measured();
    public override Coordinates CursorPosition { get; set; }
    public override int CursorSize { get; set; } = 25;
    public override bool KeyAvailable => false;
    public override Size MaxPhysicalWindowSize => BufferSize;
    public override Size MaxWindowSize => BufferSize;
    public override Coordinates WindowPosition { get; set; }
    public override Size WindowSize { get => BufferSize; set => BufferSize = value; }
    public override string WindowTitle { get; set; } = "";
    public override void FlushInputBuffer() { }
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new PSNotImplementedException("A pipe has no buffer.");
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new PSInvalidOperationException("A pipe has no keys.");
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
}
