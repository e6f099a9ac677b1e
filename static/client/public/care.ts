// 关怀模式 on the server's own pages: bigger type, chosen in the app. Loaded before anything is painted.
import { applyComfort } from "../screens/comfort";

applyComfort();
