// <passkey-form data-does="create | get" data-options="JSON" | data-from="URL"> around a form with a
// hidden "credential" and a button: asks the browser for the key, then sends the form.

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    const supported = window.PublicKeyCredential?.parseRequestOptionsFromJSON;
    this.querySelector("[data-unsupported]").hidden = Boolean(supported);
    const button = this.querySelector("button");
    button.hidden = !supported;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      this.ask().catch(() => { this.querySelector("[data-failed]").hidden = false; });
    });
  }

  async ask() {
    const form = this.querySelector("form");
    const { publicKey } = await this.options();
    const key = this.dataset.does === "create"
      ? await navigator.credentials.create({ publicKey: this.creation(publicKey, form) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    form.elements.credential.value = JSON.stringify(key.toJSON());
    form.submit();
  }

  async options() {
    if (this.dataset.options) return JSON.parse(this.dataset.options).creation_options ?? JSON.parse(this.dataset.options).request_options;
    const answer = await fetch(this.dataset.from, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }

  // A key that opens the door by itself must live in the device and check who holds it.
  creation(publicKey, form) {
    if (form.elements.passwordless?.checked) {
      Object.assign(publicKey.authenticatorSelection, {
        residentKey: "required", requireResidentKey: true, userVerification: "required",
      });
    }
    return PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  }
}

customElements.define("passkey-form", PasskeyForm);
