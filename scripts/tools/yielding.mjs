// This process and all that it starts give way to others: node --import scripts/tools/yielding.mjs
import os from "node:os";

os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
