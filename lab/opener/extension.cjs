// Opens the walkthrough when the practice window has started: VS Code does not do that by itself.
const vscode = require("vscode");

exports.activate = () =>
  vscode.commands.executeCommand(
    "workbench.action.openWalkthrough",
    "cloud-sync-setup.cloud-sync-setup#install",
    false,
  );
