(()=>{var t=document.documentElement;t.classList.add("vk-js");try{localStorage.getItem("vk-large")==="1"&&t.classList.add("vk-large")}catch{}})();
