// The process of a practice program: it is there while the program works, which the practice server does for it. Ended from
// outside, the program is ended in the middle. Arguments: port, the file with the token, id. JavaScript: it begins sooner, and
// is begun often.
import { readFileSync } from "node:fs";
import { connect } from "node:net";

const [port, tokenFile = "", id] = process.argv.slice(2);
const token = readFileSync(tokenFile, "utf8");
const socket = connect(Number(port), "127.0.0.1", () => {
  socket.write(`${JSON.stringify({ token, program: Number(id) })}\n`);
});
socket.setEncoding("utf8");
socket.on("data", (exitCode) => {
  process.exitCode = Number(exitCode);
});
socket.on("error", () => undefined);
