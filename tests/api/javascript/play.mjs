// A player's browser in short: one scan with the real client, then the four reads. Prints one JSON object.
import { readFile } from "node:fs/promises";
import { Client } from "@gradio/client";

const [url, photo, token] = process.argv.slice(2);
const app = await Client.connect(url);
const call = async (endpoint, parameters) => (await app.predict(endpoint, parameters)).data[0];

const image = new Blob([await readFile(photo)], { type: "image/jpeg" });
const scan = await call("/generate_piclet", { image, hf_token: token });
const answers = {
  scan,
  refused: await call("/generate_piclet", { image, hf_token: "nobody" }),
  collection: await call("/get_user_piclets", { hf_token: token }),
  object: await call("/get_object_details", { object_name: scan.piclet.objectName }),
  unknown: await call("/get_object_details", { object_name: "Unicorns" }),
  activity: await call("/get_recent_activity", { limit: 1 }),
  leaderboard: await call("/get_leaderboard", {}),
};
console.log(JSON.stringify(answers));
process.exit(0);
