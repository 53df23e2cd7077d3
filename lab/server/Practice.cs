// What host.ps1 does at the start of every session and at every command, compiled once: a session is short, and in PowerShell most
// of its start would be spent on making this ready to run. In the C# that Windows PowerShell 5.1 compiles, which is C# 5.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Serialization.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

/// <summary>The connection to the practice machine: a line each way, over a loopback connection that stays open.</summary>
public sealed class PracticeRelay
{
    private static readonly char[] breaks = { '\t', '\r', '\n' };
    private readonly StreamReader reader;
    private readonly StreamWriter writer;
    private readonly string[] welcome;

    /// <summary>Asks the practice machine for a place, and waits for its word.</summary>
    public PracticeRelay(int port, string token, int pid)
    {
        TcpClient client = new TcpClient();
        client.NoDelay = true;
        client.Connect(IPAddress.Loopback, port);
        UTF8Encoding encoding = new UTF8Encoding(false);
        reader = new StreamReader(client.GetStream(), encoding);
        writer = new StreamWriter(client.GetStream(), encoding);
        writer.NewLine = "\n";
        writer.AutoFlush = true;
        // A token is hexadecimal.
        writer.WriteLine("{\"token\":\"" + token + "\",\"pid\":" + pid.ToString(CultureInfo.InvariantCulture) + "}");
        // Whether there is one; then the language mode of its sessions and the certificate that they trust, or why not.
        welcome = (reader.ReadLine() ?? "refused\tThe practice server gives no place.").Split('\t');
    }

    /// <summary>Why there is no place here; empty where there is one.</summary>
    public string WhyNot() { return welcome[0] == "accepted" ? "" : welcome[1]; }

    public string LanguageMode() { return welcome[1]; }

    /// <summary>
    /// The practice server's downloads have a certificate of its own, which this process is to trust beside what the machine trusts.
    /// Compiled: TLS asks on threads that run no PowerShell.
    /// </summary>
    public RemoteCertificateValidationCallback TrustsDownloads()
    {
        string trusted = welcome[2];
        return delegate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
        {
            return errors == SslPolicyErrors.None || (certificate != null && string.Equals(certificate.GetCertHashString(), trusted, StringComparison.Ordinal));
        };
    }

    /// <summary>
    /// The practice directory has certificates of its own: of its kind, what accepts the one with this fingerprint. The LDAP of Windows
    /// asks on threads that run no PowerShell.
    /// </summary>
    public static Delegate TrustsDirectory(Type kind, string fingerprint) { return Delegate.CreateDelegate(kind, new DirectoryTrust(fingerprint), "Accepts"); }

    private sealed class DirectoryTrust
    {
        private readonly string fingerprint;
        public DirectoryTrust(string fingerprint) { this.fingerprint = fingerprint; }
        public bool Accepts(object connection, X509Certificate certificate) { return certificate != null && string.Equals(certificate.GetCertHashString(), fingerprint, StringComparison.Ordinal); }
    }

    /// <summary>A call as a line without JSON, as most are: its arguments are a few texts. Null where one is more.</summary>
    public static string PlainLine(string function, IDictionary arguments)
    {
        StringBuilder line = new StringBuilder("=").Append(function);
        foreach (DictionaryEntry argument in arguments)
        {
            PSObject wrapped = argument.Value as PSObject;
            string value = (wrapped == null ? argument.Value : wrapped.BaseObject) as string;
            if (value == null || value.IndexOfAny(breaks) >= 0) return null;
            line.Append('\t').Append(argument.Key).Append('\t').Append(value);
        }
        return line.ToString();
    }

    /// <summary>Sends a call and gives its answer; an exception is given, not thrown: whoever called throws it as PowerShell does.</summary>
    public object Ask(string line)
    {
        writer.WriteLine(line);
        string text = reader.ReadLine();
        if (text == null) throw new IOException("The practice server has ended.");
        // Most answers are one plain value: these come without JSON.
        if (text[0] == '0') return null;
        if (text[0] == 's') return text.Substring(1);
        if (text[0] == 'i') return int.Parse(text.Substring(1), CultureInfo.InvariantCulture);
        Hashtable answer = (Hashtable)ReadJson(text);
        if (answer.ContainsKey("denied")) return new UnauthorizedAccessException((string)answer["denied"]);
        if (answer.ContainsKey("failed")) return new InvalidOperationException((string)answer["failed"]);
        return answer["value"];
    }

    /// <summary>JSON as the module knows it: objects as tables, whole numbers as such, and texts as the texts they are.</summary>
    public static object ReadJson(string text)
    {
        using (XmlDictionaryReader json = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(text), XmlDictionaryReaderQuotas.Max))
        {
            json.Read();
            return ReadValue(json);
        }
    }

    private static object ReadValue(XmlDictionaryReader json)
    {
        string type = json.GetAttribute("type");
        if (type == "object")
        {
            Hashtable table = new Hashtable(StringComparer.OrdinalIgnoreCase);
            foreach (string name in Members(json)) table[name] = ReadValue(json);
            return table;
        }
        if (type == "array")
        {
            List<object> list = new List<object>();
            foreach (string name in Members(json)) list.Add(ReadValue(json));
            return list.ToArray();
        }
        string text = json.ReadElementContentAsString();
        if (type == "null") return null;
        if (type == "boolean") return text == "true";
        if (type != "number") return text;
        long whole;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole)) return double.Parse(text, CultureInfo.InvariantCulture);
        if (whole < int.MinValue || whole > int.MaxValue) return whole;
        return (int)whole;
    }

    /// <summary>The names of what stands in an object or a list, each before its value is read.</summary>
    private static IEnumerable<string> Members(XmlDictionaryReader json)
    {
        bool isEmpty = json.IsEmptyElement;
        json.Read();
        if (isEmpty) yield break;
        while (json.NodeType == XmlNodeType.Element)
            // One that is no XML name stands in an attribute.
            yield return json.NamespaceURI == "item" ? json.GetAttribute("item") : json.LocalName;
        json.Read();
    }
}

/// <summary>
/// The module's text, read from its files, and what was found in it when it was last read: the names of its functions and of
/// the agent's stand-ins, and the parameters of those of the folder Windows.
/// </summary>
public sealed class PracticeModule
{
    // Between the parts of the file that is kept, and between the names in one.
    private const char partEnd = (char)30;
    private const char nameEnd = (char)31;
    private readonly string folder;
    private readonly string product;
    private readonly string kept;
    // The text, file by file: kept apart, nothing of it is large, and no collection of garbage is needed for it.
    private readonly List<string> pieces;
    private readonly bool isExamined;
    private readonly string names;
    private readonly string windows;

    /// <param name="folder">That of host.ps1.</param>
    public PracticeModule(string folder)
    {
        this.folder = folder;
        string root = Path.Combine(folder, "..", "..");
        product = Path.Combine(root, "src", "server", "powershell");
        kept = Path.Combine(root, ".cache", "examined");
        pieces = OwnText();
        string[] found = Kept();
        isExamined = found != null;
        names = isExamined ? found[0] : Names();
        windows = isExamined ? found[1] : Windows();
    }

    public bool IsExamined() { return isExamined; }

    /// <summary>Letter for letter: to PowerShell's -cne a text with a soft hyphen in it is the one without.</summary>
    public bool Is(string other)
    {
        int at = 0;
        foreach (string piece in pieces)
        {
            if (string.CompareOrdinal(other, at, piece, 0, piece.Length) != 0) return false;
            at += piece.Length;
        }
        return at == other.Length;
    }

    /// <summary>The names of all its functions and of the agent's stand-ins.</summary>
    public string[] AllNames() { return names.Split(nameEnd); }

    /// <summary>Of the folder Windows the names of functions, each followed by its parameters as they are written.</summary>
    public string[] OfWindows() { return windows.Split(nameEnd); }

    /// <summary>The names of the functions of the folder Windows.</summary>
    public HashSet<string> WindowsNames()
    {
        HashSet<string> found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] all = OfWindows();
        for (int at = 0; at + 1 < all.Length; at += 2) found.Add(all[at]);
        return found;
    }

    /// <summary>Keeps what was found in order.</summary>
    public void Remember(int pid)
    {
        string whole = kept + "-" + pid.ToString(CultureInfo.InvariantCulture);
        // Without the folder it is read each time.
        if (!Directory.Exists(Path.GetDirectoryName(kept))) return;
        try
        {
            File.WriteAllText(whole, string.Join(partEnd.ToString(), string.Concat(Read()), names, windows));
            File.Delete(kept);
            File.Move(whole, kept);
        }
        // Another session was quicker, or the folder is not for this user.
        catch (IOException) { File.Delete(whole); }
        catch (UnauthorizedAccessException) { }
    }

    /// <summary>What decides whether the module is in order: its text, the list, and what holds it to that.</summary>
    private IEnumerable<string> Read()
    {
        foreach (string piece in pieces) yield return piece;
        foreach (string file in new[] { "mayUse.json", "Examine.ps1", "AgentModule.psm1", "host.ps1", "Practice.cs" }) yield return File.ReadAllText(Path.Combine(folder, file));
    }

    /// <summary>What was found in a module that is, letter for letter, the one of now; null where it was another one or none.</summary>
    private string[] Kept()
    {
        if (!File.Exists(kept)) return null;
        using (StreamReader reader = new StreamReader(kept))
        {
            char[] letters = new char[16384];
            foreach (string part in Read())
                for (int at = 0; at < part.Length; at += letters.Length)
                {
                    int length = Math.Min(letters.Length, part.Length - at);
                    if (reader.ReadBlock(letters, 0, length) != length || string.CompareOrdinal(new string(letters, 0, length), 0, part, at, length) != 0) return null;
                }
            string[] parts = reader.ReadToEnd().Split(partEnd);
            return parts.Length == 3 && parts[0] == "" ? new[] { parts[1], parts[2] } : null;
        }
    }

    /// <summary>The module as a session is given it: see powershellModule.ts.</summary>
    private List<string> OwnText()
    {
        string[] files = Directory.GetFiles(product, "*.ps1", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        List<string> all = new List<string>();
        for (int at = 0; at < files.Length; at++) all.Add(Bare(File.ReadAllText(files[at]).Replace("\r\n", "\n") + (at + 1 < files.Length ? "\n" : "")));
        all.Add("\nOpen-CloudSyncSession -Reader $In -Mark $Mark -ModuleText $Module\n");
        return all;
    }

    /// <summary>Without indentation and the lines that are a comment and nothing else; the end of a help text is none.</summary>
    private static string Bare(string whole)
    {
        StringBuilder kept = new StringBuilder(whole.Length);
        int begin = 0;
        while (begin < whole.Length)
        {
            int end = whole.IndexOf('\n', begin);
            int next = end < 0 ? whole.Length : end + 1;
            int first = begin;
            while (first < next && (whole[first] == ' ' || whole[first] == '\t')) first++;
            bool isComment = end >= 0 && whole[first] == '#' && whole[first + 1] != '>';
            if (!isComment) kept.Append(whole, first, next - first);
            begin = next;
        }
        return kept.ToString();
    }

    private static IEnumerable<Ast> FunctionsOf(string file)
    {
        Token[] tokens;
        ParseError[] problems;
        return Parser.ParseFile(file, out tokens, out problems).FindAll(delegate(Ast node) { return node is FunctionDefinitionAst; }, false);
    }

    private string Names()
    {
        List<string> found = new List<string>();
        List<string> files = new List<string>(Directory.GetFiles(product, "*.ps1", SearchOption.AllDirectories));
        files.Add(Path.Combine(folder, "AgentModule.psm1"));
        foreach (string file in files)
            foreach (FunctionDefinitionAst function in FunctionsOf(file)) found.Add(function.Name);
        return string.Join(nameEnd.ToString(), found);
    }

    private string Windows()
    {
        List<string> found = new List<string>();
        foreach (string file in Directory.GetFiles(Path.Combine(product, "Windows"), "*.ps1"))
            foreach (FunctionDefinitionAst function in FunctionsOf(file))
            {
                found.Add(function.Name);
                found.Add(function.Body.ParamBlock.Extent.Text);
            }
        return string.Join(nameEnd.ToString(), found);
    }
}

/// <summary>
/// What decides which command runs and which statement: stand-ins in the place of the functions of the folder Windows, and
/// a refusal in that of every command which is not on the list.
/// </summary>
public sealed class PracticeGuard
{
    // The nodes that a statement typed into a session may have: values, variables, commands by their names.
    private static readonly HashSet<string> statementNodes = new HashSet<string>(StringComparer.Ordinal)
    {
        "ScriptBlockAst", "NamedBlockAst", "PipelineAst", "CommandAst", "CommandParameterAst", "CommandExpressionAst", "StringConstantExpressionAst",
        "ConstantExpressionAst", "ExpandableStringExpressionAst", "VariableExpressionAst", "ParenExpressionAst", "SubExpressionAst", "ArrayExpressionAst",
        "ArrayLiteralAst", "HashtableAst", "StatementBlockAst", "MemberExpressionAst", "IndexExpressionAst", "BinaryExpressionAst", "UnaryExpressionAst",
        "AssignmentStatementAst", "IfStatementAst", "TryStatementAst", "CatchClauseAst", "MergingRedirectionAst"
    };

    // The two statements with which a session and a child of it take the module's text, but for the mark.
    private const string reads = "$In=New-Object IO.StreamReader([Console]::OpenStandardInput()); [Console]::Out.WriteLine($Mark+'go'); $c=New-Object char[] ([int]$In.ReadLine()); $null=$In.ReadBlock($c,0,$c.Length); $Module=New-Object String (,$c); ";
    private const string ofSession = reads + "try { . ([scriptblock]::Create($Module)) } catch { [Console]::Error.WriteLine($_); exit 1 }; exit 0";
    private const string ofChild = "try { " + reads + ". ([scriptblock]::Create($Module)) } catch { [Console]::Out.WriteLine($Mark+'refused '+$_); exit 1 }; exit 0";

    private readonly PSModuleInfo module;
    private readonly ScriptBlock make;
    // The stand-ins that were asked for so far: a session needs few of them.
    private readonly Dictionary<string, CommandInfo> standIns = new Dictionary<string, CommandInfo>(StringComparer.OrdinalIgnoreCase);
    // Of each function of the folder Windows its name and its real parameters, with what they are validated by.
    private readonly Dictionary<string, string[]> parameters = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> typed;
    private readonly HashSet<string> allowed;

    /// <param name="module">That of host.ps1: the stand-ins run in it.</param>
    /// <param name="make">Sets an item to a value and gives it, whatever the command that is running prefers.</param>
    /// <param name="own">Whose functions are allowed everywhere.</param>
    /// <param name="living">Of functions of the folder Windows which function of `module` is the stand-in.</param>
    /// <param name="real">Functions of the folder Windows that run as they are where a stand-in leads there, and may not be typed.</param>
    /// <param name="besides">What is allowed beside the functions, and may not be typed.</param>
    public PracticeGuard(PSModuleInfo module, ScriptBlock make, PracticeModule own, IDictionary living, string[] real, HashSet<string> besides)
    {
        this.module = module;
        this.make = make;
        string[] windows = own.OfWindows();
        for (int at = 0; at + 1 < windows.Length; at += 2) parameters[windows[at]] = new[] { windows[at], windows[at + 1] };
        // What a statement may be typed with: no command that makes an object of a type's name or calls a member by its name.
        typed = new HashSet<string>(own.AllNames(), StringComparer.OrdinalIgnoreCase);
        allowed = new HashSet<string>(typed, StringComparer.OrdinalIgnoreCase);
        allowed.UnionWith(besides);
        foreach (string one in real)
        {
            parameters.Remove(one);
            typed.Remove(one);
        }
        // These are looked up while the module runs; afterwards they would be looked for elsewhere.
        foreach (DictionaryEntry one in living) standIns[(string)one.Key] = Function((string)one.Value);
        standIns["Get-Command"] = Function("Get-PracticeCommand");
    }

    /// <summary>Makes variables that nothing can set again or remove.</summary>
    public static void SetConstants(SessionState state, IDictionary values)
    {
        foreach (DictionaryEntry one in values) state.PSVariable.Set(new PSVariable((string)one.Key, one.Value, ScopedItemOptions.Constant));
    }

    /// <summary>For PreCommandLookupAction.</summary>
    public EventHandler<CommandLookupEventArgs> Lookup() { return Look; }

    public bool MayBeTyped(string command) { return typed.Contains(command); }

    /// <summary>The stand-in for a function of the folder Windows; null for any other command.</summary>
    public CommandInfo OfWindows(string command) { return parameters.ContainsKey(command) ? StandIn(command) : null; }

    /// <summary>What runs in the place of a command; null where that runs itself.</summary>
    private CommandInfo StandIn(string command)
    {
        CommandInfo found;
        if (standIns.TryGetValue(command, out found)) return found;
        string[] real;
        if (!parameters.TryGetValue(command, out real)) return null;
        // The body asks the practice machine.
        ScriptBlock body = ScriptBlock.Create(real[1] + "\nSend-PracticeCall -Function '" + real[0] + "' -Arguments $PSBoundParameters");
        found = (CommandInfo)make.Invoke("function:global:Practice-" + real[0], module.NewBoundScriptBlock(body))[0].BaseObject;
        standIns[real[0]] = found;
        return found;
    }

    /// <summary>Looked up as an item: commands are asked of the guard.</summary>
    private CommandInfo Function(string name) { return (CommandInfo)module.SessionState.InvokeProvider.Item.Get("function:" + name)[0].BaseObject; }

    private void Look(object sender, CommandLookupEventArgs lookup)
    {
        string name = lookup.CommandName;
        CommandInfo standIn = null;
        // An exception thrown here would be swallowed, and the command be found as it is.
        try { standIn = StandIn(name); }
        catch (Exception) { }
        if (standIn != null) lookup.Command = standIn;
        // Not by a path: what stands before a backslash may be a folder.
        else if (parameters.ContainsKey(name) || !allowed.Contains(name))
            lookup.CommandScriptBlock = ScriptBlock.Create("throw 'The practice server refuses the command " + CodeGeneration.EscapeSingleQuotedStringContent(name) + ".'");
        else return;
        lookup.StopSearch = true;
    }

    /// <summary>Whether a statement is one of the two that take the module's text and run it.</summary>
    public static bool TakesModule(string statement)
    {
        const string begin = "$Mark='@";
        const string end = "@'; ";
        if (!statement.StartsWith(begin, StringComparison.Ordinal)) return false;
        int at = begin.Length;
        while (at < statement.Length && "0123456789abcdef".IndexOf(statement[at]) >= 0) at++;
        if (at == begin.Length || string.CompareOrdinal(statement, at, end, 0, end.Length) != 0) return false;
        string rest = statement.Substring(at + end.Length);
        return string.Equals(rest, ofSession, StringComparison.Ordinal) || string.Equals(rest, ofChild, StringComparison.Ordinal);
    }

    /// <summary>
    /// What is wrong with a typed statement, empty where nothing is: it names no type, no method and no command of the
    /// language's. A command that is not allowed at all is refused when it is looked up.
    /// </summary>
    public string Wrong(string statement)
    {
        // The parser itself loads what these name.
        if (HasWord(statement, "using") || HasWord(statement, "configuration")) return "using";
        Token[] tokens;
        ParseError[] problems;
        ScriptBlockAst script = Parser.ParseInput(statement, out tokens, out problems);
        if (problems.Length > 0) return "";
        if (script.ScriptRequirements != null) return "#requires";
        foreach (Ast node in script.FindAll(delegate { return true; }, true))
        {
            if (!statementNodes.Contains(node.GetType().Name)) return node.Extent.Text;
            MemberExpressionAst member = node as MemberExpressionAst;
            if (member != null && (member.Static || !(member.Member is StringConstantExpressionAst))) return node.Extent.Text;
            VariableExpressionAst variable = node as VariableExpressionAst;
            if (variable != null && variable.VariablePath.IsDriveQualified) return node.Extent.Text;
            // -as makes a type of a text.
            BinaryExpressionAst binary = node as BinaryExpressionAst;
            if (binary != null && binary.Operator == TokenKind.As) return node.Extent.Text;
            AssignmentStatementAst assignment = node as AssignmentStatementAst;
            if (assignment != null && !(assignment.Left is VariableExpressionAst)) return node.Extent.Text;
            CommandAst command = node as CommandAst;
            if (command == null) continue;
            string name = command.GetCommandName();
            if (name == null) return node.Extent.Text;
            if (allowed.Contains(name) && !typed.Contains(name)) return name;
        }
        return "";
    }

    /// <summary>Whether a word stands anywhere in a text, in any case, with neither letter, digit nor underscore beside it.</summary>
    private static bool HasWord(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int after = at + word.Length;
            if ((at == 0 || !IsOfWord(text[at - 1])) && (after == text.Length || !IsOfWord(text[after]))) return true;
        }
        return false;
    }

    private static bool IsOfWord(char one) { return char.IsLetterOrDigit(one) || one == '_'; }
}
