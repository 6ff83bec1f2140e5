import { installation } from "kith/define";
import { fan } from "./fan.devices";
import { fanRules } from "./fan.rules";
import { sensor } from "./sensor.devices";
import { sensorRules } from "./sensor.rules";

/** Two desktop nodes for npm run test:mcsim. */
export const pair = installation("pair", { nodes: [sensor, fan], rules: [sensorRules, fanRules] });
