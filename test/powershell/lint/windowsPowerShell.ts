/**
 * What Windows PowerShell 5.1 has beside its commands, as written lists: its own assemblies are not published as a
 * reference. Sources: about_Type_Accelerators, about_CommonParameters, about_Functions_Advanced_Parameters,
 * about_Automatic_Variables and the class pages of System.Management.Automation, each in its version for 5.1.
 */

/** Type accelerators and the .NET types behind them; "" for those of PowerShell's own. */
export const accelerators: Readonly<Record<string, string>> = {
  adsi: "System.DirectoryServices.DirectoryEntry",
  adsisearcher: "System.DirectoryServices.DirectorySearcher",
  array: "System.Array",
  bigint: "System.Numerics.BigInteger",
  bool: "System.Boolean",
  byte: "System.Byte",
  char: "System.Char",
  cimclass: "",
  ciminstance: "",
  cimsession: "",
  cultureinfo: "System.Globalization.CultureInfo",
  datetime: "System.DateTime",
  decimal: "System.Decimal",
  double: "System.Double",
  float: "System.Single",
  guid: "System.Guid",
  hashtable: "System.Collections.Hashtable",
  initialsessionstate: "",
  int: "System.Int32",
  int16: "System.Int16",
  int32: "System.Int32",
  int64: "System.Int64",
  ipaddress: "System.Net.IPAddress",
  ipendpoint: "System.Net.IPEndPoint",
  long: "System.Int64",
  mailaddress: "System.Net.Mail.MailAddress",
  nullstring: "",
  /** Of a hashtable only: the language's own, since 3.0. */
  ordered: "",
  powershell: "",
  pscredential: "System.Management.Automation.PSCredential",
  pscustomobject: "",
  psobject: "System.Management.Automation.PSObject",
  ref: "",
  regex: "System.Text.RegularExpressions.Regex",
  runspace: "",
  runspacefactory: "",
  sbyte: "System.SByte",
  scriptblock: "System.Management.Automation.ScriptBlock",
  securestring: "System.Security.SecureString",
  single: "System.Single",
  string: "System.String",
  switch: "",
  timespan: "System.TimeSpan",
  type: "System.Type",
  uint16: "System.UInt16",
  uint32: "System.UInt32",
  uint64: "System.UInt64",
  uri: "System.Uri",
  version: "System.Version",
  void: "System.Void",
  wildcardpattern: "",
  wmi: "System.Management.ManagementObject",
  wmiclass: "System.Management.ManagementClass",
  wmisearcher: "System.Management.ManagementObjectSearcher",
  x500distinguishedname: "System.Security.Cryptography.X509Certificates.X500DistinguishedName",
  x509certificate: "System.Security.Cryptography.X509Certificates.X509Certificate",
  xml: "System.Xml.XmlDocument",
};

/** PowerShell's own types that a script may name: the numbers of arguments of their constructors, and their static members. */
export const ownTypes: Readonly<
  Record<string, { readonly new: readonly number[]; readonly static: readonly string[] }>
> = {
  "system.management.automation.commandinfo": { new: [], static: [] },
  "system.management.automation.pscustomobject": { new: [], static: [] },
  "system.management.automation.errorcategory": {
    new: [],
    static: [
      "NotSpecified",
      "InvalidArgument",
      "InvalidData",
      "InvalidOperation",
      "ObjectNotFound",
      "OperationStopped",
      "OperationTimeout",
      "PermissionDenied",
      "ResourceUnavailable",
      "SecurityError",
    ],
  },
  "system.management.automation.errorrecord": { new: [2, 4], static: [] },
  "system.management.automation.pscredential": { new: [1, 2], static: ["Empty"] },
  "system.management.automation.psobject": { new: [0, 1], static: [] },
  // Not Create: text is no program here.
  "system.management.automation.scriptblock": { new: [], static: [] },
};

const valueOnly: readonly number[] = [-1];
/** Members of PowerShell's own objects by name in lower case: the numbers of arguments, -1 for a value. */
export const ownMembers: Readonly<Record<string, readonly number[]>> = {
  // Of every object.
  psobject: valueOnly,
  typenames: valueOnly,
  where: [1, 2, 3],
  foreach: [1, 2],
  // $PSCmdlet, $ExecutionContext, $PSVersionTable
  shouldprocess: [1, 2, 3],
  throwterminatingerror: [1],
  sessionstate: valueOnly,
  languagemode: valueOnly,
  psversion: valueOnly,
  // ErrorRecord, InvocationInfo
  exception: valueOnly,
  fullyqualifiederrorid: valueOnly,
  categoryinfo: valueOnly,
  targetobject: valueOnly,
  invocationinfo: valueOnly,
  positionmessage: valueOnly,
  // CommandInfo, CommandParameterInfo
  parametersets: valueOnly,
  ismandatory: valueOnly,
  // FileInfo, DirectoryInfo, as Windows PowerShell extends them (types.ps1xml)
  linktype: valueOnly,
  // PSCredential
  username: valueOnly,
  password: valueOnly,
  getnetworkcredential: [0],
  // What Get-ExecutionPolicy -List and Get-AuthenticodeSignature emit
  scope: valueOnly,
  executionpolicy: valueOnly,
  status: valueOnly,
  signercertificate: valueOnly,
};

/** Properties of WMI classes that Get-CimInstance is asked for (the pages of these classes), and of what the commands of ScheduledTasks emit. */
export const cimProperties: Readonly<Record<string, readonly string[]>> = {
  Win32_Service: ["Name", "DisplayName", "State", "StartMode", "StartName", "PathName", "ProcessId"],
  Win32_ComputerSystem: ["Name", "Domain", "PartOfDomain", "DomainRole", "TotalPhysicalMemory"],
  RSOP_GPO: ["id", "name", "guidName", "enabled"],
  RSOP_UserPrivilegeRight: ["UserRight", "AccountList", "GPOID", "Precedence"],
  RSOP_SystemService: ["Service", "StartupMode", "GPOID", "Precedence"],
  RSOP_RegistryPolicySetting: ["registryKey", "valueName", "deleted", "GPOID", "Precedence"],
  Win32_Process: ["Name", "ProcessId", "ExecutablePath", "CommandLine", "CreationDate"],
  MSFT_ScheduledTask: ["TaskName", "TaskPath", "State", "Actions", "Principal", "Author"],
  MSFT_TaskPrincipal2: ["UserId", "LogonType", "RunLevel"],
  MSFT_TaskExecAction: ["Execute", "Arguments", "WorkingDirectory"],
  MSFT_TaskDynamicInfo: ["LastRunTime", "LastTaskResult", "NextRunTime"],
  // What Invoke-CimMethod answers for the method GetOwnerSid of Win32_Process.
  GetOwnerSid: ["Sid", "ReturnValue"],
  Win32_OperatingSystem: ["LastBootUpTime", "Caption", "Version", "ProductType"],
};

/** Attributes of functions and parameters, with the names they take. */
export const attributes: Readonly<Record<string, readonly string[]>> = {
  alias: [],
  allowemptycollection: [],
  allowemptystring: [],
  allownull: [],
  cmdletbinding: [
    "ConfirmImpact",
    "DefaultParameterSetName",
    "HelpUri",
    "PositionalBinding",
    "SupportsPaging",
    "SupportsShouldProcess",
  ],
  outputtype: ["ParameterSetName"],
  parameter: [
    "DontShow",
    "HelpMessage",
    "Mandatory",
    "ParameterSetName",
    "Position",
    "ValueFromPipeline",
    "ValueFromPipelineByPropertyName",
    "ValueFromRemainingArguments",
  ],
  validatecount: [],
  validatelength: [],
  validatenotnull: [],
  validatenotnullorempty: [],
  // ErrorMessage came with PowerShell 6.
  validatepattern: ["Options"],
  validaterange: [],
  validatescript: [],
  validateset: ["IgnoreCase"],
};

/** Variables that 5.1 does not define: an error in strict mode. */
export const newerVariables = [
  "EnabledExperimentalFeatures",
  "IsCoreCLR",
  "IsLinux",
  "IsMacOS",
  "IsWindows",
  "PSNativeCommandArgumentPassing",
  "PSNativeCommandUseErrorActionPreference",
  "PSStyle",
];

export const commonParameters = [
  "Debug",
  "ErrorAction",
  "ErrorVariable",
  "InformationAction",
  "InformationVariable",
  "OutBuffer",
  "OutVariable",
  "PipelineVariable",
  "Verbose",
  "WarningAction",
  "WarningVariable",
];

/** The aliases of 5.1, each a word that stands for another on one machine and may be something else on the next. */
export const aliases =
  `% ? ac asnp cat cd CFS chdir clc clear clhy cli clp cls clv cnsn compare copy cp cpi cpp curl cvpa dbp del diff dir dnsn
  ebp echo epal epcsv epsn erase etsn exsn fc fhx fl foreach ft fw gal gbp gc gcb gci gcm gcs gdr ghy gi gin gjb gl gm gmo gp
  gps gpv group gsn gsnp gsv gtz gu gv gwmi h history icm iex ihy ii ipal ipcsv ipmo ipsn irm ise iwmi iwr kill lp ls man md
  measure mi mount move mp mv nal ndr ni nmo npssc nsn nv ogv oh popd ps pushd pwd r rbp rcjb rcsn rd rdr ren ri rjb rm rmdir
  rmo rni rnp rp rsn rsnp rujb rv rvpa rwmi sajb sal saps sasv sbp sc scb select set shcm si sl sleep sls sort sp spjb spps
  spsv start stz sujb sv swmi tee trcm type wget where wjb write`.split(/\s+/u);
