document.getElementById("app")?.append("岗卡");
